// What was asked of the world, as it happens.
import { Choice, Link, Notice, Tag, Waiting } from '../components/basics.js'
import { Told } from '../components/call.js'
import { Table } from '../components/table.js'
import { announce } from '../lib/announce.js'
import { download } from '../lib/download.js'
import { html } from '../lib/html.js'
import { send } from '../lib/http.js'
import { ask, pathTo, query } from '../lib/router.js'
import { clockTime, localTime, shortDay } from '../lib/time.js'
import { count } from '../lib/words.js'
import { connection, emptied, ofWorld, rows, skipped, world } from '../lib/world.js'
import { useEffect, useState } from '../vendor/hooks.js'

/** @typedef {import('../types').Row} Row */

const MOST_SHOWN = 100
const STATUSES = ['2xx', '4xx', '5xx', '422', '429', 'none'].map((value) => ({
  value,
  label: value === 'none' ? 'No answer' : value,
}))

export function Requests() {
  const [paused, setPaused] = useState(/** @type {Row[] | null} */ (null))
  const [problem, setProblem] = useState('')
  const [answer, setAnswer] = useState(/** @type {import('../lib/http.js').Answer | null} */ (null))
  const all = paused ?? rows.value
  const found = all.filter(fits)
  const missed = paused ? newer(paused[0]) : 0
  const id = world.value?.id ?? ''
  async function archive() {
    setProblem(await download(ofWorld('/journal.har'), `${id}.har`))
  }
  async function clear() {
    if (confirm('Forget every request of this world? It cannot be undone.'))
      setAnswer(await send({ method: 'DELETE', path: ofWorld('/journal') }))
  }
  useEffect(() => {
    if (!paused && rows.value[0])
      announce(`${rows.value[0].method} ${rows.value[0].path}: ${rows.value[0].status ?? 'no answer'}`)
  }, [rows.value[0]?.id])
  const providers = (world.value?.providers ?? []).map((each) => ({ value: each.id, label: each.name }))
  return html`<h1 class="govuk-heading-l" tabindex="-1">Requests</h1>
    <p class="govuk-body room-actions">
      <button type="button" class="govuk-button govuk-!-margin-bottom-0" aria-pressed=${paused !== null} onClick=${() => setPaused(paused ? null : rows.value)}>${paused ? `Go on${missed ? ` (${count(missed, 'new one')})` : ''}` : 'Pause'}</button>
      <span class="room-live">${paused ? 'Paused' : connection.value === 'open' ? 'Live' : 'Not connected'}</span>
      <button type="button" class="room-button" onClick=${archive}>Download as HAR</button>
      <button type="button" class="room-button" onClick=${clear}>Empty the journal</button>
    </p>
    ${problem && html`<${Notice} kind="error"><p class="govuk-body">${problem}</p><//>`}
    <${Told} answer=${answer} done="The journal is empty." />
    <div class="room-fields room-filters-row">
      <${Choice} label="Status" value=${query.value.get('status') ?? ''} options=${STATUSES} none="All" onChange=${(/** @type {string} */ value) => ask({ status: value })} />
      <${Choice} label="Method" value=${query.value.get('method') ?? ''} options=${['GET', 'POST', 'PUT', 'PATCH'].map((value) => ({ value, label: value }))} none="All" onChange=${(/** @type {string} */ value) => ask({ method: value })} />
      <${Choice} label="Provider" value=${query.value.get('provider') ?? ''} options=${providers} none="All" onChange=${(/** @type {string} */ value) => ask({ provider: value })} />
    </div>
    ${skipped.value > 0 && html`<p class="govuk-body">${count(skipped.value, 'request')} came too fast or too early to be shown here. The journal has the newest 10,000.</p>`}
    ${emptied.value && html`<${Notice}><p class="govuk-body">The journal was emptied. New requests appear as they come.</p><//>`}
    ${found.length > 0 ? html`<${Table} caption="Requests, newest first" columns=${COLUMNS} rows=${found.slice(0, MOST_SHOWN)} keyOf=${(/** @type {Row} */ row) => row.id} />` : html`<${Nothing} any=${all.length > 0} />`}
    ${found.length > MOST_SHOWN && html`<p class="govuk-body">The newest ${MOST_SHOWN} of ${found.length} are shown.</p>`}`
}

/** @param {{ any: boolean }} props */
function Nothing({ any }) {
  if (connection.value === 'connecting') return html`<${Waiting} />`
  return html`<p class="govuk-body">${any ? 'None of the requests is like this. Choose fewer filters.' : html`Nothing has been asked yet. Send a request, and it appears here. <${Link} to="/">Start here<//> has the first one.`}</p>`
}

/** @param {Row | undefined} first */
const newer = (first) => (first ? rows.value.filter((each) => each.id > first.id).length : rows.value.length)

/** @param {Row} row */
function fits(row) {
  const asked = query.value
  const status = asked.get('status')
  return (
    (!status || statusOf(row) === status || `${String(row.status)[0]}xx` === status) &&
    (!asked.get('method') || row.method === asked.get('method')) &&
    (!asked.get('provider') || row.provider === asked.get('provider'))
  )
}

/** @param {Row} row */
const statusOf = (row) => (row.status === null ? 'none' : String(row.status))

/** @type {import('../components/table.js').Column[]} */
const COLUMNS = [
  {
    label: 'Request',
    look: 'room-request',
    cell: (row) =>
      html`<${Link} to=${pathTo(world.value?.id ?? '', 'requests', String(row.id))}>${row.method} ${row.path}${row.query && `?${readable(row.query)}`}<//>`,
  },
  { label: 'Status', cell: (row) => html`<${StatusTag} status=${row.status} />` },
  { label: 'Provider', look: 'room-nowrap', cell: (row) => row.provider },
  {
    label: 'World’s date',
    look: 'room-nowrap',
    cell: (row) => `${shortDay(row.world_date)}, ${clockTime(row.world_date)}`,
  },
  { label: 'Came at', look: 'room-nowrap', cell: (row) => localTime(row.at) },
  {
    label: 'Took',
    look: 'room-nowrap',
    cell: (row) => `${row.ms < 10 ? row.ms.toFixed(1) : Math.round(row.ms)} ms`,
  },
]

/** @param {string} text */
export function readable(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** @param {{ status: number | null }} props */
export function StatusTag({ status }) {
  if (status === null) return html`<${Tag} tone="red">no answer<//>`
  const tone = status < 300 ? 'green' : status < 400 ? 'blue' : status < 500 ? 'orange' : 'red'
  return html`<${Tag} tone=${tone}>${status}<//>`
}
