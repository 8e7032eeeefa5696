// Everybody in the world, found as one types.
import { apiModule } from '../apis/index.js'
import { Choice, Input, Link, Notice, Tag, Waiting } from '../components/basics.js'
import { Told } from '../components/call.js'
import { SchemaForm } from '../components/schema-form.js'
import { announce } from '../lib/announce.js'
import { documentAt, operationsOf } from '../lib/document.js'
import { html } from '../lib/html.js'
import { refusal, send } from '../lib/http.js'
import { useResource } from '../lib/resource.js'
import { ask, pathTo, query } from '../lib/router.js'
import { count, words } from '../lib/words.js'
import { api, ofWorld, world } from '../lib/world.js'
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
  const providers = (world.value?.providers ?? []).map((each) => ({ value: each.id, label: each.name }))
  return html`<h1 class="govuk-heading-l" tabindex="-1">People</h1>
    <form role="search" onSubmit=${(/** @type {Event} */ event) => event.preventDefault()} class="room-search">
      <${Input} label="Search" type="search" value=${text} onInput=${setText} hint="The beginning of any name, of an ID, or of a teacher reference number." />
      <details class="room-filters" open=${[...query.value.keys()].some((name) => !['q', 'page'].includes(name))}><summary>Filters</summary>
        <div class="room-fields">
          <${Choice} label="Provider" value=${query.value.get('provider') ?? ''} options=${providers} none="All" onChange=${filter('provider')} />
          ${module?.filters.map((each) => html`<${Choice} key=${each.name} label=${each.label} value=${query.value.get(each.name) ?? ''} options=${each.options} none="All" onChange=${filter(each.name)} />`)}
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
    <div class="room-scroll" tabindex="0" role="region" aria-labelledby="found"><table class="govuk-table room-people">
      <caption class="govuk-visually-hidden">People found</caption>
      <thead class="govuk-table__head"><tr>
        ${['Name', 'Type', 'Provider', 'Schedule', 'Training status', 'TRN'].map((each) => html`<th key=${each} scope="col" class="govuk-table__header">${each}</th>`)}
      </tr></thead>
      <tbody>${participants.map((/** @type {any} */ each) => html`<${PersonRow} key=${each.id} person=${each} />`)}</tbody>
    </table></div>
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

/** @param {{ person: any }} props */
function PersonRow({ person }) {
  const found = apiModule()?.summary(person)
  if (!found) return null
  const provider = world.value?.providers.find((each) => each.id === found.provider)?.name ?? found.provider
  return html`<tr class="govuk-table__row">
    <th scope="row" class="govuk-table__header room-name"><${Link} to=${pathTo(world.value?.id ?? '', 'people', person.id)}>${person.full_name ?? 'Unknown'}<//></th>
    <td class="govuk-table__cell">${words(found.role)}</td>
    <td class="govuk-table__cell">${provider ?? 'None'}</td>
    <td class="govuk-table__cell">${found.schedule ? words(found.schedule) : 'None'}</td>
    <td class="govuk-table__cell"><${TrainingTag} person=${person} /></td>
    <td class="govuk-table__cell">${person.teacher_reference_number ?? 'Not known'}</td></tr>`
}

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
  const [document, setDocument] = useState(/** @type {any} */ (null))
  const [answer, setAnswer] = useState(/** @type {import('../lib/http.js').Answer | null} */ (null))
  const open = () => api.value && documentAt(api.value.document).then(setDocument)
  const operation = operationsOf(document).find(
    (each) => each.method === 'POST' && each.path.endsWith('/participants'),
  )
  /** @param {Record<string, unknown>} body */
  async function add(body) {
    setAnswer(await send({ method: 'POST', path: ofWorld('/participants'), body }))
  }
  return html`<details class="govuk-details room-act" onToggle=${open}>
    <summary class="govuk-details__summary"><span class="govuk-details__summary-text">Add somebody, as a school does</span></summary>
    <div class="govuk-details__text">
      ${operation ? html`<${SchemaForm} document=${document} schema=${operation.schema} button="Add" onSend=${add} unchanged="Made up, or not known yet" />` : html`<${Waiting} />`}
      <${Told} answer=${answer} done=${`${answer?.json?.full_name} was added.`}>${answer?.ok && html`<p class="govuk-body"><${Link} to=${pathTo(world.value?.id ?? '', 'people', answer.json.id)}>Open their page<//></p>`}<//>
    </div></details>`
}
