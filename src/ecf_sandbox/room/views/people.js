// Everybody in the world, found as one types.
import { apiModule, useCohorts } from '../apis/index.js'
import { Choice, Input, Link, Notice, Tag, Waiting } from '../components/basics.js'
import { OperationForm, useDocument } from '../components/operation.js'
import { Table } from '../components/table.js'
import { announce } from '../lib/announce.js'
import { html } from '../lib/html.js'
import { refusal } from '../lib/http.js'
import { useResource } from '../lib/resource.js'
import { ask, pathTo, query } from '../lib/router.js'
import { count, words } from '../lib/words.js'
import { ofWorld, providerName, world } from '../lib/world.js'
import { useEffect, useState } from '../vendor/hooks.js'

const TYPING = 120

export function People() {
  const module = apiModule()
  const [text, setText] = useState(query.value.get('q') ?? '')
  useEffect(() => {
    const timer = setTimeout(
      () => text !== (query.value.get('q') ?? '') && ask({ q: text, page: '' }),
      TYPING,
    )
    return () => clearTimeout(timer)
  }, [text])
  const { answer } = useResource(ofWorld(`/participants?${query.value}`))
  const found = useLast(answer)
  useEffect(() => {
    if (answer?.ok) announce(`${count(answer.json.total, 'person', 'people')} found`)
  }, [answer?.json?.total])
  const filter = (/** @type {string} */ name) => (/** @type {string} */ value) =>
    ask({ [name]: value, page: '' })
  const cohorts = useCohorts().map((value) => ({ value, label: value }))
  const filters = [...(module?.filters ?? []), { name: 'cohort', label: 'Cohort', options: cohorts }]
  const providers = (world.value?.providers ?? []).map((each) => ({ value: each.id, label: each.name }))
  return html`<h1 class="govuk-heading-l" tabindex="-1">People</h1>
    <form role="search" onSubmit=${(/** @type {Event} */ event) => event.preventDefault()} class="room-search">
      <${Input} label="Search" type="search" value=${text} onInput=${setText} hint="The beginning of any name, of an ID, or of a teacher reference number." />
      <details class="room-filters" open=${[...query.value.keys()].some((name) => !['q', 'page'].includes(name))}><summary>Filters</summary>
        <div class="room-fields">
          <${Choice} label="Provider" value=${query.value.get('provider') ?? ''} options=${providers} none="All" onChange=${filter('provider')} />
          ${filters.map((each) => html`<${Choice} key=${each.name} label=${each.label} value=${query.value.get(each.name) ?? ''} options=${each.options} none="All" onChange=${filter(each.name)} />`)}
        </div></details>
    </form>
    ${answer && !answer.ok && html`<${Notice} kind="error"><p class="govuk-body">${refusal(answer)}</p><//>`}
    ${found ? html`<${Found} found=${found} />` : html`<${Waiting} />`}
    <${Addition} />`
}

/**
 * The last good answer, so that what is shown does not flicker.
 * @param {import('../lib/http.js').Answer | null} answer
 */
function useLast(answer) {
  const [last, setLast] = useState(/** @type {any} */ (null))
  useEffect(() => {
    if (answer?.ok) setLast(answer.json)
  }, [answer])
  return answer?.ok ? answer.json : last
}

/** @param {{ found: any }} props */
function Found({ found }) {
  const { participants, total, page, per_page: size, complete } = found
  const asked = [...query.value.keys()].length > 0
  if (total === 0) {
    return html`<p class="govuk-body">${asked ? 'Nobody was found. Try fewer letters, or fewer filters.' : 'Nobody is in this world yet. Add somebody below.'}</p>`
  }
  const pages = Math.ceil(total / size)
  return html`<p class="govuk-body" id="found">${count(total, 'person', 'people')} found.
      ${!complete && html` This world is too large to look at every name. An ID or a teacher reference number is found among everybody.`}</p>
    <${Table} caption="People found" columns=${COLUMNS} rows=${participants} keyOf=${(/** @type {any} */ each) => each.id} />
    ${
      pages > 1 &&
      html`<nav class="room-pages" aria-label="Pages">
      ${page > 1 && html`<${Link} to=${pageAt(page - 1)}>Previous page<//>`}
      <span>Page ${page.toLocaleString('en-GB')} of ${pages.toLocaleString('en-GB')}</span>
      ${page < pages && html`<${Link} to=${pageAt(page + 1)}>Next page<//>`}</nav>`
    }`
}

/** @param {number} page */
function pageAt(page) {
  const next = new URLSearchParams(query.value)
  next.set('page', String(page))
  return `${location.pathname}?${next}`
}

/** @type {import('../components/table.js').Column[]} */
const COLUMNS = [
  {
    label: 'Name',
    look: 'room-name',
    cell: (person) =>
      html`<${Link} to=${pathTo(world.value?.id ?? '', 'people', person.id)}>${person.full_name ?? 'Unknown'}<//>`,
  },
  { label: 'Type', cell: (person) => words(apiModule()?.summary(person).role ?? '') },
  { label: 'Provider', cell: (person) => providerName(apiModule()?.summary(person).provider) },
  {
    label: 'Schedule',
    cell(person) {
      const schedule = apiModule()?.summary(person).schedule
      return schedule ? words(schedule) : 'None'
    },
  },
  { label: 'Training status', cell: (person) => html`<${TrainingTag} person=${person} />` },
  { label: 'TRN', cell: (person) => person.teacher_reference_number ?? 'Not known' },
]

/** @param {{ person: any }} props */
export function TrainingTag({ person }) {
  const tones = /** @type {Record<string, string>} */ ({
    active: 'green',
    deferred: 'yellow',
    withdrawn: 'red',
  })
  const found = apiModule()?.summary(person)
  const status = found?.training_status ?? null
  return html`${status === null ? html`<${Tag}>Not training<//>` : html`<${Tag} tone=${tones[status] ?? 'grey'}>${words(status)}<//>`}${found?.left && html` <${Tag} tone="red">${found.provider && status === 'active' ? 'Withdrawn by school' : 'Left school'}<//>`}`
}

function Addition() {
  const document = useDocument()
  return html`<${OperationForm} document=${document} id="addParticipant" title="Add somebody, as a school does" button="Add" unchanged="Made up, or not known yet"
    told=${(/** @type {any} */ person) => html`<p class="govuk-body"><${Link} to=${pathTo(world.value?.id ?? '', 'people', person.id)}>Open the page of ${person.full_name}<//></p>`} />`
}
