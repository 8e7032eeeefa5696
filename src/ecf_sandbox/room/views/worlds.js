// Which worlds there are, and how to make another.
import { Input, Link, Notice, Tag, Waiting } from '../components/basics.js'
import { Told } from '../components/call.js'
import { SchemaForm } from '../components/schema-form.js'
import { Table } from '../components/table.js'
import { documentAt, operationsOf, resolved } from '../lib/document.js'
import { html } from '../lib/html.js'
import { refusal, send } from '../lib/http.js'
import { pathTo } from '../lib/router.js'
import { apiOfEdition, settings } from '../lib/settings.js'
import { moment } from '../lib/time.js'
import { changes, loadWorlds, worlds } from '../lib/world.js'
import { useEffect, useState } from '../vendor/hooks.js'

/** @typedef {import('../lib/http.js').Answer} Answer */

export function Worlds() {
  const [answer, setAnswer] = useState(/** @type {Answer | null} */ (null))
  const [listed, setListed] = useState(/** @type {Answer | null} */ (null))
  useEffect(() => {
    loadWorlds().then(setListed)
  }, [changes.value, answer])
  return html`<h1 class="govuk-heading-l" tabindex="-1">Worlds</h1>
    <p class="govuk-body">Each is a complete copy of an API, with its own people, tokens, clock and faults. Nothing done in one can be seen from another.</p>
    ${listed && !listed.ok && html`<${Notice} kind="error"><p class="govuk-body">${refusal(listed)}</p><//>`}
    ${worlds.value === null ? html`<${Waiting} />` : html`<${List} worlds=${worlds.value} />`}
    <${Told} answer=${answer} done=${`The world ${answer?.json?.id} is ready.`}>${answer?.ok && html`<p class="govuk-body"><${Link} to=${pathTo(answer.json.id, 'start')}>Open it<//></p>`}<//>
    ${settings.apis.map((api) => html`<${Creation} key=${api.name} api=${api} made=${setAnswer} />`)}
    <${Upload} made=${setAnswer} />`
}

/** @param {{ worlds: import('../types').World[] }} props */
function List({ worlds }) {
  if (worlds.length === 0) return html`<p class="govuk-body">There are none. Make one below.</p>`
  return html`<${Table} caption="Worlds" columns=${COLUMNS} rows=${worlds} keyOf=${(/** @type {any} */ each) => each.id} />`
}

/** @type {import('../components/table.js').Column[]} */
const COLUMNS = [
  { label: 'World', cell: (each) => html`<${Link} to=${pathTo(each.id, 'start')}>${each.id}<//>` },
  { label: 'API', cell: (each) => `${apiOfEdition(each.edition)?.name ?? ''} (${each.edition})` },
  { label: 'Date', cell: (each) => moment(each.clock.now) },
  {
    label: 'Clock',
    cell: (each) =>
      html`<${Tag} tone=${each.clock.ticking ? 'green' : 'blue'}>${each.clock.ticking ? 'ticking' : 'frozen'}<//>`,
  },
  {
    label: '',
    cell: (each) =>
      html`<${Link} to=${pathTo(each.id, 'world')}>Snapshots, reset, delete<span class="govuk-visually-hidden"> ${each.id}</span><//>`,
  },
]

/** @param {{ api: import('../lib/settings.js').ServedApi, made: (answer: Answer) => void }} props */
function Creation({ api, made }) {
  const [document, setDocument] = useState(/** @type {any} */ (null))
  const operation = operationsOf(document).find((each) => each.id === 'createWorld')
  const schema = operation && resolved(document, resolved(document, operation.schema).oneOf[0])
  const values = /** @type {Record<string, string>} */ (
    api === settings.apis[0] ? {} : { edition: api.editions[0] ?? '' }
  )
  return html`<details class="govuk-details room-act" onToggle=${() => documentAt(api.document).then(setDocument)}>
    <summary class="govuk-details__summary"><span class="govuk-details__summary-text">Make a world of API ${api.name}</span></summary>
    <div class="govuk-details__text">${schema ? html`<${SchemaForm} document=${document} schema=${schema} values=${values} button="Make the world" onSend=${async (/** @type {Record<string, unknown>} */ body) => made(await send({ method: 'POST', path: '/sandbox/worlds', body }))} />` : html`<${Waiting} />`}</div></details>`
}

/** @param {{ made: (answer: Answer) => void }} props */
function Upload({ made }) {
  const [id, setId] = useState('')
  const [file, setFile] = useState(/** @type {File | null} */ (null))
  const [error, setError] = useState('')
  /** @param {SubmitEvent} event */
  async function submit(event) {
    event.preventDefault()
    setError(file ? '' : 'Choose a file first.')
    if (!file) return
    const query = id === '' ? '' : `?id=${encodeURIComponent(id)}`
    made(
      await send({
        method: 'POST',
        path: `/sandbox/worlds${query}`,
        raw: file,
        type: 'application/vnd.sqlite3',
      }),
    )
  }
  return html`<details class="govuk-details room-act"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">Make a world from a snapshot file</span></summary>
    <div class="govuk-details__text"><form onSubmit=${submit} novalidate>
      <div class=${`govuk-form-group ${error ? 'govuk-form-group--error' : ''}`}><label class="govuk-label" for="file">Snapshot file</label>
        <div class="govuk-hint" id="file-hint">A file that was downloaded from a world of this version, ending in .sqlite3.</div>
        ${error && html`<p class="govuk-error-message" id="file-error">${error}</p>`}
        <input class="govuk-file-upload" id="file" type="file" accept=".sqlite3" aria-describedby="file-hint" onChange=${(/** @type {any} */ event) => setFile(event.currentTarget.files[0] ?? null)} /></div>
      <${Input} label="ID of the new world" value=${id} onInput=${setId} hint="Made up unless given." />
      <button class="govuk-button" type="submit">Make the world</button></form></div></details>`
}
