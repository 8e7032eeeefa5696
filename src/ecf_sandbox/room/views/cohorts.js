// Cohorts: when they are, and whether anything can be done in them.
import { Tag } from '../components/basics.js'
import { OperationForm } from '../components/operation.js'
import { Table } from '../components/table.js'
import { html } from '../lib/html.js'
import { day } from '../lib/time.js'
import { providerName } from '../lib/world.js'

/** @param {{ data: import('./schools.js').Organisations, document: any }} props */
export function Cohorts({ data, document }) {
  const years = data.cohorts.map((each) => each.year)
  const next = String(Number(years.at(-1) ?? 2020) + 1)
  const form = (/** @type {string} */ year, /** @type {string} */ title, /** @type {string} */ button) =>
    html`<${OperationForm} key=${year} document=${document} id="putCohort" path=${{ year }} title=${title} button=${button} done=${data.again} />`
  return html`<p class="govuk-body">A cohort’s dates, and whether partnerships and payments can still be made in it.</p>
    <${Table} caption="Cohorts" columns=${COLUMNS} rows=${data.cohorts} keyOf=${(/** @type {any} */ each) => each.year} />
    <h2 class="govuk-heading-m">As the department</h2>
    ${years.map((year) => form(year, `Change cohort ${year}`, 'Change'))}
    ${form(next, `Open cohort ${next}`, 'Open')}`
}

/** @type {import('../components/table.js').Column[]} */
const COLUMNS = [
  { label: 'Cohort', cell: (each) => each.year },
  { label: 'From', look: 'room-nowrap', cell: (each) => day(each.started_on) },
  { label: 'To', look: 'room-nowrap', cell: (each) => (each.finished_on ? day(each.finished_on) : 'No end') },
  { label: 'Partnerships', cell: (each) => yes(each.enabled, 'Open', 'Closed') },
  { label: 'Payments', cell: (each) => yes(!each.frozen, 'Made', 'Frozen') },
  { label: 'Providers', cell: (each) => each.providers.map(providerName).join(', ') },
]

/**
 * @param {boolean} truth
 * @param {string} good
 * @param {string} bad
 */
const yes = (truth, good, bad) => html`<${Tag} tone=${truth ? 'green' : 'grey'}>${truth ? good : bad}<//>`
