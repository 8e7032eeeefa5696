// Partnerships: which school trains with which provider and delivery partner, by cohort.
import { Choice, Link } from '../components/basics.js'
import { Searchable } from '../components/found.js'
import { html } from '../lib/html.js'
import { ask, pathTo, query } from '../lib/router.js'
import { providerName, world } from '../lib/world.js'

/** @param {{ data: import('./schools.js').Organisations }} props */
export function Partnerships({ data }) {
  const years = data.cohorts.map((each) => each.year)
  const cohort = query.value.get('cohort') ?? years.at(-1) ?? ''
  const names = new Map(data.schools.map((each) => [each.id, each.name]))
  const rows = data.partnerships
    .filter((each) => each.cohort === cohort)
    .map((each) => ({ ...each, school: names.get(each.school_id) ?? each.school_urn }))
  return html`<p class="govuk-body">A school’s page has its partnerships, to make and to change.</p>
    <${Choice} label="Cohort" value=${cohort} options=${years.map((value) => ({ value, label: value }))} onChange=${(/** @type {string} */ value) => ask({ cohort: value })} />
    <${Searchable} rows=${rows} says=${(/** @type {any} */ each) => `${each.school} ${each.school_urn} ${each.delivery_partner_name} ${providerName(each.provider)} ${each.id}`} noun="partnership" caption="Partnerships"
      columns=${COLUMNS} keyOf=${(/** @type {any} */ each) => each.id} hint="Words of a school’s, provider’s or partner’s name, a URN or an ID." />`
}

/** @type {import('../components/table.js').Column[]} */
const COLUMNS = [
  {
    label: 'School',
    cell: (each) =>
      html`<${Link} to=${pathTo(world.value?.id ?? '', 'schools', each.school_id)}>${each.school}<//>`,
  },
  { label: 'Lead provider', cell: (each) => providerName(each.provider) },
  { label: 'Delivery partner', cell: (each) => each.delivery_partner_name },
  { label: 'In training', numeric: true, cell: (each) => each.participants_currently_training },
]
