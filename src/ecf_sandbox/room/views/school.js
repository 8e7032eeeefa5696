// Schools: all of them, and one with what it does in each cohort.
import { Copy, Link, Tag } from '../components/basics.js'
import { Searchable } from '../components/found.js'
import { OperationForm } from '../components/operation.js'
import { Table } from '../components/table.js'
import { html } from '../lib/html.js'
import { pathTo } from '../lib/router.js'
import { moment } from '../lib/time.js'
import { shown, words } from '../lib/words.js'
import { providerName, world } from '../lib/world.js'
import { optionsOf } from './delivery-partners.js'

/** @typedef {{ data: import('./schools.js').Organisations, document: any }} Props */

/** @param {Props} props */
export function SchoolList({ data, document }) {
  const cohort = data.cohorts.at(-1)?.year
  return html`<${Searchable} rows=${data.schools} says=${(/** @type {any} */ each) => `${each.name} ${each.urn} ${each.id}`} noun="school" caption="Schools"
      columns=${columns(cohort)} keyOf=${(/** @type {any} */ each) => each.id} hint="Words of a name, a URN or an ID." />
    <${OperationForm} document=${document} id="addSchool" button="Add" done=${data.again} unchanged="As usual" />`
}

/** @param {string} cohort @returns {import('../components/table.js').Column[]} */
const columns = (cohort) => [
  {
    label: 'School',
    cell: (each) => html`<${Link} to=${pathTo(world.value?.id ?? '', 'schools', each.id)}>${each.name}<//>`,
  },
  { label: 'URN', cell: (each) => each.urn },
  { label: 'May take part', cell: (each) => html`<${Yes} truth=${each.eligible} />` },
  { label: `How it trains in ${cohort}`, cell: (each) => programme(inCohort(each, cohort)) },
  {
    label: `Its providers in ${cohort}`,
    cell: (each) => inCohort(each, cohort)?.partnerships.map(providerName).join(', ') || 'None',
  },
]

/** @param {{ truth: boolean }} props */
const Yes = ({ truth }) => html`<${Tag} tone=${truth ? 'green' : 'grey'}>${truth ? 'Yes' : 'No'}<//>`

/** @param {any} school @param {string} cohort */
const inCohort = (school, cohort) => school.cohorts.find((/** @type {any} */ each) => each.cohort === cohort)

/** @param {any} there */
const programme = (there) => (there ? words(there.induction_programme_choice) : 'Not known yet')

/** @param {Props & { id: string }} props */
export function School({ id, data, document }) {
  const back = html`<${Link} class="govuk-back-link" to=${pathTo(world.value?.id ?? '', 'schools')}>Schools<//>`
  const school = data.schools.find((each) => each.id === id)
  if (!school) return html`${back}<h1 class="govuk-heading-l" tabindex="-1">No school here has this ID</h1>`
  const { name, cohorts, ...facts } = school
  return html`${back}<h1 class="govuk-heading-l room-name" tabindex="-1">${name}</h1>
    <section aria-labelledby="partnerships"><h2 class="govuk-heading-m" id="partnerships">Partnerships</h2>
      <${PartnershipsOf} school=${school} data=${data} document=${document} /></section>
    <section aria-labelledby="cohorts"><h2 class="govuk-heading-m" id="cohorts">In each cohort</h2>
      ${cohorts.length === 0 ? html`<p class="govuk-body">It has had nobody in training yet.</p>` : html`<${Table} caption="How it trains, by cohort" columns=${IN_COHORT} rows=${cohorts} keyOf=${(/** @type {any} */ each) => each.cohort} />`}</section>
    <section aria-labelledby="facts"><h2 class="govuk-heading-m" id="facts">Everything that is known</h2>
      <${OperationForm} document=${document} id="updateSchool" path=${{ id }} button="Change" done=${data.again} />
      <dl class="govuk-summary-list room-facts">${Object.entries(facts).map(
        ([key, value]) => html`<div key=${key} class="govuk-summary-list__row">
        <dt class="govuk-summary-list__key">${words(key)}</dt><dd class="govuk-summary-list__value">${fact(key, value)}</dd></div>`,
      )}</dl></section>`
}

/** @type {import('../components/table.js').Column[]} */
const IN_COHORT = [
  { label: 'Cohort', cell: (each) => each.cohort },
  { label: 'How it trains', cell: programme },
  { label: 'Partners', cell: (each) => each.partnerships.map(providerName).join(', ') || 'None' },
  {
    label: 'Its people are meant for',
    cell: (each) => each.expressions_of_interest.map(providerName).join(', ') || 'Nobody',
  },
]

/** @param {Props & { school: any }} props */
function PartnershipsOf({ school, data, document }) {
  const own = data.partnerships.filter((each) => each.school_id === school.id)
  const partners = optionsOf(data.partners)
  return html`${
    own.length === 0
      ? html`<p class="govuk-body">It has none.</p>`
      : html`<${Table} caption="Partnerships by cohort" columns=${PARTNERSHIP} rows=${own} keyOf=${(/** @type {any} */ each) => each.id} />`
  }
    ${own.map((each) => html`<${OperationForm} key=${each.id} document=${document} id="updatePartnership" path=${{ id: each.id }} button="Change" done=${data.again} choices=${{ delivery_partner_id: partners }} title=${`Another delivery partner with ${providerName(each.provider)} in ${each.cohort}`} />`)}
    <${OperationForm} document=${document} id="addPartnership" button="Make it" done=${data.again} values=${{ school_id: school.id }}
      choices=${{ delivery_partner_id: partners, cohort: data.cohorts.map(({ year }) => ({ value: year, label: year })) }} />`
}

/** @type {import('../components/table.js').Column[]} */
const PARTNERSHIP = [
  { label: 'Lead provider', cell: (each) => providerName(each.provider) },
  { label: 'Cohort', cell: (each) => each.cohort },
  { label: 'Delivery partner', cell: (each) => each.delivery_partner_name },
  { label: 'In training', numeric: true, cell: (each) => each.participants_currently_training },
  { label: '', cell: (each) => html`<${Copy} text=${each.id} label="Copy its ID" />` },
]

/**
 * @param {string} key
 * @param {unknown} value
 */
function fact(key, value) {
  if (value === null) return 'None'
  if (typeof value === 'object') return JSON.stringify(value)
  return key.endsWith('_at') && typeof value === 'string' ? moment(value) : shown(value)
}
