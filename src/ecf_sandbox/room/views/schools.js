// Schools and partnerships, where the API has them.
import { Choice, Notice, Tag, Waiting } from '../components/basics.js'
import { html } from '../lib/html.js'
import { refusal } from '../lib/http.js'
import { useResource } from '../lib/resource.js'
import { ask, query } from '../lib/router.js'
import { words } from '../lib/words.js'
import { ofWorld, world } from '../lib/world.js'

const MOST_SHOWN = 200

export function Schools() {
  const schools = useResource(ofWorld('/schools'))
  const partnerships = useResource(ofWorld('/partnerships'))
  const cohorts = useResource(ofWorld('/cohorts'))
  const years = (cohorts.answer?.json?.cohorts ?? []).map((/** @type {any} */ each) => each.year)
  const cohort = query.value.get('cohort') ?? years.at(-1) ?? ''
  const failed = [schools, partnerships].find((each) => each.answer && !each.answer.ok)?.answer
  if (failed) return html`<${Notice} kind="error"><p class="govuk-body">${refusal(failed)}</p><//>`
  if (!schools.answer || !partnerships.answer || !cohort) return html`<${Waiting} />`
  const found = schools.answer.json.schools
  const names = new Map(found.map((/** @type {any} */ each) => [each.id, each.name]))
  return html`<h1 class="govuk-heading-l" tabindex="-1">Schools</h1>
    <${Choice} label="Cohort" value=${cohort} options=${years.map((/** @type {string} */ year) => ({ value: year, label: year }))} onChange=${(/** @type {string} */ value) => ask({ cohort: value })} />
    <h2 class="govuk-heading-m">Partnerships</h2>
    <${Table} label="Partnerships" heads=${['School', 'Lead provider', 'Delivery partner', 'In training']}
      rows=${partnerships.answer.json.partnerships
        .filter((/** @type {any} */ each) => each.cohort === cohort)
        .map((/** @type {any} */ each) => [
          names.get(each.school_id) ?? each.school_urn,
          providerName(each.provider),
          each.delivery_partner_name,
          each.participants_currently_training,
        ])} />
    <h2 class="govuk-heading-m">Schools</h2>
    <${Table} label="Schools" heads=${['School', 'URN', 'May take part', 'How it trains', 'Partners', 'Its people are meant for']}
      rows=${found.map((/** @type {any} */ each) => schoolRow(each, cohort))} />`
}

/**
 * @param {any} school
 * @param {string} cohort
 */
function schoolRow(school, cohort) {
  const there = school.cohorts.find((/** @type {any} */ each) => each.cohort === cohort)
  const named = (/** @type {string[]} */ ids) => ids.map(providerName).join(', ') || 'None'
  return [
    school.name,
    school.urn,
    html`<${Tag} tone=${school.eligible ? 'green' : 'grey'}>${school.eligible ? 'Yes' : 'No'}<//>`,
    there ? words(there.induction_programme_choice) : 'Not known yet',
    named(there?.partnerships ?? []),
    named(there?.expressions_of_interest ?? []),
  ]
}

/** @param {string} id */
const providerName = (id) => world.value?.providers.find((each) => each.id === id)?.name ?? id

/** @param {{ label: string, heads: string[], rows: any[][] }} props */
function Table({ label, heads, rows }) {
  if (rows.length === 0) return html`<p class="govuk-body">There are none in this cohort.</p>`
  return html`<div class="room-scroll" tabindex="0" role="region" aria-label=${label}><table class="govuk-table">
    <caption class="govuk-visually-hidden">${label}</caption>
    <thead class="govuk-table__head"><tr>${heads.map((each) => html`<th key=${each} scope="col" class="govuk-table__header">${each}</th>`)}</tr></thead>
    <tbody>${rows.slice(0, MOST_SHOWN).map(
      (
        [first, ...rest],
        index,
      ) => html`<tr key=${index} class="govuk-table__row"><th scope="row" class="govuk-table__header">${first}</th>
      ${rest.map((each, place) => html`<td key=${place} class="govuk-table__cell">${each}</td>`)}</tr>`,
    )}</tbody></table></div>
    ${rows.length > MOST_SHOWN && html`<p class="govuk-body">The first ${MOST_SHOWN} of ${rows.length} are shown.</p>`}`
}
