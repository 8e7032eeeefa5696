// One world: what it was made from, its moments, its tokens, its end.
import { Input, Link, Notice, Waiting } from '../components/basics.js'
import { Told } from '../components/call.js'
import { Table } from '../components/table.js'
import { download } from '../lib/download.js'
import { html } from '../lib/html.js'
import { send } from '../lib/http.js'
import { useResource } from '../lib/resource.js'
import { go } from '../lib/router.js'
import { localTime, moment, shortDay } from '../lib/time.js'
import { shown, words } from '../lib/words.js'
import { loadWorlds, ofWorld, setClock, world } from '../lib/world.js'
import { useState } from '../vendor/hooks.js'
import { Tokens } from './start.js'

/** @typedef {import('../lib/http.js').Answer} Answer */

export function WorldView() {
  const found = world.value
  const snapshots = useResource(ofWorld('/snapshots'))
  const [answer, setAnswer] = useState(/** @type {Answer | null} */ (null))
  const [done, setDone] = useState('')
  const [problem, setProblem] = useState('')
  if (!found) return null
  /**
   * @param {string} method
   * @param {string} rest
   * @param {string} text
   */
  async function make(method, rest, text) {
    const told = await send({ method, path: ofWorld(rest) })
    if (told.ok && told.json?.clock) setClock(told.json.clock)
    setDone(text)
    setAnswer(told)
    snapshots.again()
    return told
  }
  async function remove() {
    if (!confirm(`Delete the world ${found?.id}, with everything in it? It cannot be undone.`)) return
    if ((await make('DELETE', '', 'Deleted.')).ok) {
      await loadWorlds()
      go('/room/worlds')
    }
  }
  const reset = () =>
    confirm('Make this world what it was at the beginning? Snapshots and the journal stay.') &&
    make('POST', '/reset', 'The world is what it was at the beginning.')
  const save = async (/** @type {string} */ name) =>
    setProblem(
      await download(ofWorld(`/snapshots/${encodeURIComponent(name)}`), `${found.id}.${name}.sqlite3`),
    )
  const { providers, clock: _, ...facts } = found
  return html`<h1 class="govuk-heading-l room-name" tabindex="-1">World ${found.id}</h1>
    <${Told} answer=${answer} done=${done} />
    ${problem && html`<${Notice} kind="error"><p class="govuk-body">${problem}</p><//>`}
    <h2 class="govuk-heading-m">Snapshots</h2>
    <${Snapshots} answer=${snapshots.answer} make=${make} save=${save} />
    <h2 class="govuk-heading-m">Tokens</h2><${Tokens} providers=${providers} />
    <h2 class="govuk-heading-m">What it was made from</h2>
    <dl class="govuk-summary-list room-facts">${Object.entries(facts).map(([name, value]) => html`<div key=${name} class="govuk-summary-list__row"><dt class="govuk-summary-list__key">${words(name)}</dt><dd class="govuk-summary-list__value">${shown(value)}</dd></div>`)}</dl>
    <h2 class="govuk-heading-m">Reset or delete</h2>
    <p class="govuk-body">A reset brings back the people, the clock and the tokens of the beginning. Deleting is for good.</p>
    <p class="govuk-body room-actions"><button type="button" class="govuk-button govuk-button--secondary govuk-!-margin-bottom-0" onClick=${reset}>Reset this world</button>
      <button type="button" class="govuk-button govuk-button--warning govuk-!-margin-bottom-0" onClick=${remove}>Delete this world</button></p>
    <p class="govuk-body"><${Link} to="/room/worlds">See all worlds, or make another<//></p>`
}

/**
 * @param {{ answer: Answer | null, make: (method: string, rest: string, text: string) => Promise<Answer>, save: (name: string) => void }} props
 */
function Snapshots({ answer, make, save }) {
  const [name, setName] = useState('')
  const kept = answer?.json?.snapshots ?? []
  const wrong = name !== '' && !/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/.test(name)
  /** @param {SubmitEvent} event */
  async function submit(event) {
    event.preventDefault()
    if (name === '' || wrong) return
    if ((await make('PUT', `/snapshots/${name}`, `The moment is kept as ${name}.`)).ok) setName('')
  }
  const at = (/** @type {string} */ each, rest = '') => `/snapshots/${encodeURIComponent(each)}${rest}`
  const hidden = (/** @type {string} */ each) => html`<span class="govuk-visually-hidden"> ${each}</span>`
  /** @type {import('../components/table.js').Column[]} */
  const columns = [
    { label: 'Name', cell: (each) => each.name },
    { label: 'World’s date', cell: (each) => moment(each.now) },
    { label: 'Taken', cell: (each) => `${shortDay(each.taken_at)}, ${localTime(each.taken_at)}` },
    { label: 'Size', cell: (each) => `${Math.ceil(each.bytes / 1024).toLocaleString('en-GB')} kB` },
    {
      label: '',
      cell: ({ name: kept }) => html`<div class="room-actions room-actions--tight">
        <button type="button" class="room-button" onClick=${() => make('POST', at(kept, '/restore'), `The world is again what it was at ${kept}.`)}>Restore${hidden(kept)}</button>
        <button type="button" class="room-button" onClick=${() => save(kept)}>Download${hidden(kept)}</button>
        <button type="button" class="room-button" onClick=${() => make('DELETE', at(kept), `${kept} is gone.`)}>Delete${hidden(kept)}</button></div>`,
    },
  ]
  return html`<p class="govuk-body">A snapshot keeps this moment, to return to as often as you like.</p>
    <form onSubmit=${submit} class="room-inline" novalidate>
      <${Input} label="Name of the new snapshot" value=${name} onInput=${setName} hint="Lower-case letters, digits and hyphens, like before-lunch." error=${wrong ? 'Use lower-case letters, digits and hyphens inside.' : ''} />
      <button class="govuk-button" type="submit">Take a snapshot</button></form>
    ${
      !answer
        ? html`<${Waiting} />`
        : kept.length === 0
          ? html`<p class="govuk-body">There are none yet.</p>`
          : html`<${Table} caption="Snapshots" columns=${columns} rows=${kept} keyOf=${(/** @type {any} */ each) => each.name} />`
    }`
}
