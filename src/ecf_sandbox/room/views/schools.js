// Schools, partnerships, delivery partners and cohorts, where the API has them.
import { Link, Notice, Waiting } from '../components/basics.js'
import { useDocument } from '../components/operation.js'
import { html } from '../lib/html.js'
import { refusal } from '../lib/http.js'
import { useResource } from '../lib/resource.js'
import { pathTo, query, route } from '../lib/router.js'
import { ofWorld } from '../lib/world.js'
import { Cohorts } from './cohorts.js'
import { DeliveryPartners } from './delivery-partners.js'
import { Partnerships } from './partnerships.js'
import { School, SchoolList } from './school.js'

const LISTS = [
  ['', 'Schools'],
  ['partnerships', 'Partnerships'],
  ['delivery-partners', 'Delivery partners'],
  ['cohorts', 'Cohorts'],
]

/** @param {{ id: string | null }} props the school to show, or all lists */
export function Schools({ id }) {
  const data = useOrganisations()
  const document = useDocument()
  if (data.failed) {
    return html`<${Notice} kind="error"><p class="govuk-body">${refusal(data.failed)}</p><//>`
  }
  if (!data.ready || !document) return html`<${Waiting} />`
  if (id !== null) return html`<${School} id=${id} data=${data} document=${document} />`
  const list = query.value.get('list') ?? ''
  const shown = LISTS.find(([name]) => name === list) ?? LISTS[0]
  return html`<h1 class="govuk-heading-l" tabindex="-1">${shown?.[1]}</h1>
    <nav class="room-lists" aria-label="Lists"><ul>${LISTS.map(
      ([name, title]) =>
        html`<li key=${name}><${Link} to=${pathTo(route.value.world ?? '', 'schools') + (name && `?list=${name}`)} current=${name === list}>${title}<//></li>`,
    )}</ul></nav>
    <${VIEWS[list] ?? SchoolList} data=${data} document=${document} />`
}

/** @type {Record<string, any>} */
const VIEWS = {
  partnerships: Partnerships,
  'delivery-partners': DeliveryPartners,
  cohorts: Cohorts,
}

/** @typedef {ReturnType<typeof useOrganisations>} Organisations */

/** Everything about schools and whom they work with, read again after each change. */
function useOrganisations() {
  const schools = useResource(ofWorld('/schools'))
  const partnerships = useResource(ofWorld('/partnerships'))
  const partners = useResource(ofWorld('/delivery-partners'))
  const cohorts = useResource(ofWorld('/cohorts'))
  const all = [schools, partnerships, partners, cohorts]
  return {
    failed: all.find((each) => each.answer && !each.answer.ok)?.answer,
    ready: all.every((each) => each.answer?.ok),
    /** @type {any[]} */
    schools: schools.answer?.json?.schools ?? [],
    /** @type {any[]} */
    partnerships: partnerships.answer?.json?.partnerships ?? [],
    /** @type {any[]} */
    partners: partners.answer?.json?.delivery_partners ?? [],
    /** @type {any[]} */
    cohorts: cohorts.answer?.json?.cohorts ?? [],
    again() {
      for (const each of all) each.again()
    },
  }
}
