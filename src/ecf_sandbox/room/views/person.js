// One person: everything known, what was declared, and what can be done.
import { apiModule, dayOf } from '../apis/index.js'
import { Copy, Link, Notice, Tag, Waiting } from '../components/basics.js'
import { Table } from '../components/table.js'
import { TimelineView } from '../components/timeline.js'
import { html } from '../lib/html.js'
import { refusal } from '../lib/http.js'
import { useResource } from '../lib/resource.js'
import { pathTo } from '../lib/router.js'
import { moment } from '../lib/time.js'
import { shown, words } from '../lib/words.js'
import { now, ofWorld, providerName, world } from '../lib/world.js'
import { DepartmentActs, ProviderActs } from './acts.js'
import { History } from './history.js'
import { TrainingTag } from './people.js'

/** @type {Record<string, string>} */
export const STATE_TONES = {
  submitted: 'grey',
  eligible: 'blue',
  payable: 'teal',
  paid: 'green',
  voided: 'grey',
  ineligible: 'red',
  'awaiting-clawback': 'orange',
  'clawed-back': 'red',
}

// Facts whose values are identifiers, to be read as words.
const CODED = [
  'participant_type',
  'schedule_identifier',
  'status',
  'training_status',
  'training_status_reason',
]

// Facts that are absent where nothing is said of them; of the others it is not known.
const NONE = /^(mentor_id|deferred_at|withdrawn_at|training_status_reason|training_record_id_.*|record_.*)$/

/** @param {{ id: string }} props */
export function Person({ id }) {
  const person = useResource(ofWorld(`/participants/${encodeURIComponent(id)}`))
  const declared = useResource(ofWorld(`/participants/${encodeURIComponent(id)}/declarations`))
  const found = person.answer?.json
  if (person.loading) return html`<${Waiting} />`
  if (!person.answer?.ok) return html`<${Missing} answer=${person.answer} />`
  const declarations = declared.answer?.json?.declarations ?? []
  const again = () => {
    person.again()
    declared.again()
  }
  return html`<${Link} class="govuk-back-link" to=${pathTo(world.value?.id ?? '', 'people')}>People<//>
    <h1 class="govuk-heading-l room-name" tabindex="-1">${found.full_name ?? 'Unknown'}</h1>
    <p class="govuk-body"><${TrainingTag} person=${found} /> ${' '}<${Who} person=${found} /></p>
    <section aria-labelledby="declared"><h2 class="govuk-heading-m" id="declared">Declarations</h2>
      <${Declarations} declarations=${declarations} /></section>
    <section aria-labelledby="acts"><h2 class="govuk-heading-m" id="acts">As their provider</h2>
      <${ProviderActs} person=${found} declarations=${declarations} done=${again} /></section>
    <section aria-labelledby="department"><h2 class="govuk-heading-m" id="department">As their school or the department</h2>
      <${DepartmentActs} person=${found} declarations=${declarations} done=${again} /></section>
    <section aria-labelledby="history"><h2 class="govuk-heading-m" id="history">What happened</h2>
      <${History} id=${id} /></section>
    <section aria-labelledby="facts"><h2 class="govuk-heading-m" id="facts">Everything that is known</h2>
      <${Facts} person=${found} /></section>
    <${Advisories} person=${found} />`
}

/** @param {{ person: any }} props */
function Who({ person }) {
  const found = apiModule()?.summary(person)
  if (!found) return null
  const role = found.role === 'mentor' ? 'Mentor' : 'Early career teacher'
  const by = found.provider === null ? 'with no lead provider' : `with ${providerName(found.provider)}`
  return html`${role} ${by}${found.schedule && `, on ${words(found.schedule)}, cohort ${found.cohort}`}`
}

/** @param {{ answer: import('../lib/http.js').Answer | null }} props */
function Missing({ answer }) {
  if (answer?.status !== 404)
    return html`<${Notice} kind="error"><p class="govuk-body">${answer && refusal(answer)}</p><//>`
  return html`<h1 class="govuk-heading-l" tabindex="-1">Nobody here has this ID</h1>
    <p class="govuk-body">The world may have been reset, or made anew. <${Link} to=${pathTo(world.value?.id ?? '', 'people')}>Search for somebody else<//>.</p>`
}

/** @param {{ declarations: any[] }} props */
function Declarations({ declarations }) {
  if (declarations.length === 0) return html`<p class="govuk-body">Nothing has been declared yet.</p>`
  return html`<${TimelineView} timeline=${timelineOf(declarations)} now=${now.value} />
    <${Table} caption="Declarations, oldest first" columns=${DECLARED} rows=${declarations} keyOf=${(/** @type {any} */ each) => each.id} />`
}

/** @type {import('../components/table.js').Column[]} */
const DECLARED = [
  { label: 'Type', cell: (each) => each.declaration_type },
  {
    label: 'State now',
    cell: (each) =>
      html`<${Tag} tone=${STATE_TONES[each.state] ?? 'grey'}>${words(each.state)}<//> <span class="room-small">since ${dayOf(each.since)}</span>`,
  },
  {
    label: 'What comes',
    cell: (each) =>
      each.becomes.length === 0
        ? 'It stays so'
        : each.becomes
            .map((/** @type {any} */ next) => `${words(next.state).toLowerCase()} on ${dayOf(next.at)}`)
            .join(', then '),
  },
  { label: 'Dated', cell: (each) => dayOf(each.declaration_date) },
  { label: 'By', cell: (each) => providerName(each.provider) },
  {
    label: 'ID',
    cell: (each) =>
      html`<${Copy} text=${each.id} label="Copy" what=${`the ID of ${each.declaration_type}`} />${each.statement_id && html` <${Copy} text=${each.statement_id} label="Copy the statement’s" what=${`of ${each.declaration_type}`} />`}`,
  },
]

/**
 * @param {any[]} declarations
 * @returns {import('../types').Timeline}
 */
function timelineOf(declarations) {
  const payments = declarations.flatMap((each) => {
    const past = ['paid', 'clawed-back'].includes(each.state) ? [{ state: each.state, at: each.since }] : []
    return [...past, ...each.becomes].map((change) => ({
      at: Date.parse(change.at),
      label: `${each.declaration_type} ${change.state} on ${dayOf(change.at)}`,
    }))
  })
  return {
    bars: declarations.map((each) => {
      const ends = [
        each.declaration_date,
        each.made_at,
        each.since,
        ...each.becomes.map((/** @type {any} */ change) => change.at),
      ].map((at) => Date.parse(at))
      return {
        label: each.declaration_type,
        from: Date.parse(each.declaration_date),
        to: Math.max(...ends),
        note: words(each.state).toLowerCase(),
      }
    }),
    marks: payments,
  }
}

/** @param {{ person: any }} props */
function Facts({ person }) {
  const facts = apiModule()?.facts(person) ?? Object.entries(person)
  return html`<dl class="govuk-summary-list room-facts">${facts.map(
    ([name, value], index) => html`<div key=${index} class="govuk-summary-list__row">
    <dt class="govuk-summary-list__key">${words(name)}</dt>
    <dd class="govuk-summary-list__value"><${Fact} name=${name} value=${value} /></dd></div>`,
  )}</dl>`
}

/** @param {{ name: string, value: unknown }} props */
function Fact({ name, value }) {
  if (typeof value === 'string' && /_at$/.test(name)) return html`${moment(value)}`
  if (name === 'mentor_id' && typeof value === 'string') {
    return html`<${Link} to=${pathTo(world.value?.id ?? '', 'people', value)}>${value}<//>`
  }
  if (typeof value === 'string' && CODED.includes(name)) return html`${words(value)}`
  if (name === 'provider' && typeof value === 'string') return html`${providerName(value)}`
  if (value === null && NONE.test(name)) return 'None'
  return html`${shown(value)}`
}

/** @param {{ person: any }} props */
function Advisories({ person }) {
  const provider = apiModule()?.summary(person).provider ?? null
  const asked = provider === null ? '' : `?provider=${encodeURIComponent(provider)}`
  const { answer } = useResource(ofWorld(`/advisories${asked}`))
  const found = (answer?.json?.advisories ?? []).filter(
    (/** @type {any} */ each) => each.participant_id === person.id,
  )
  if (found.length === 0) return null
  return html`<section aria-labelledby="advisories"><h2 class="govuk-heading-m" id="advisories">What the department would query</h2>
    ${found.map((/** @type {any} */ each) => html`<${Notice} key=${each.rule + each.what} kind="warning" title=${each.what}><p class="govuk-body">${each.why} <span class="room-small">${each.rule}</span></p><//>`)}</section>`
}
