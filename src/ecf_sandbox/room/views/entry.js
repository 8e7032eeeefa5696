// One request and its answer, side by side.
import { Copy, Link, Notice, Waiting } from '../components/basics.js'
import { Told } from '../components/call.js'
import { Body } from '../components/json.js'
import { curl } from '../lib/curl.js'
import { html } from '../lib/html.js'
import { refusal, send } from '../lib/http.js'
import { useResource } from '../lib/resource.js'
import { pathTo } from '../lib/router.js'
import { localTime, moment } from '../lib/time.js'
import { ofWorld, providerName, world } from '../lib/world.js'
import { useState } from '../vendor/hooks.js'
import { Problems } from './refusal.js'
import { readable, StatusTag } from './requests.js'

/** @typedef {import('../types').Entry} Entry */

/** @param {{ id: string }} props */
export function Entry({ id }) {
  const { answer, loading } = useResource(ofWorld(`/journal/${encodeURIComponent(id)}`), { live: false })
  const back = html`<${Link} class="govuk-back-link" to=${pathTo(world.value?.id ?? '', 'requests')}>Requests<//>`
  if (loading) return html`${back}<${Waiting} />`
  if (answer?.status === 404) {
    return html`${back}<h1 class="govuk-heading-l" tabindex="-1">This request is not in the journal</h1>
      <p class="govuk-body">The journal keeps the newest 10,000 requests, and may have been emptied.</p>`
  }
  if (!answer?.ok)
    return html`${back}<${Notice} kind="error"><p class="govuk-body">${answer && refusal(answer)}</p><//>`
  return html`${back}<${Opened} entry=${answer.json} />`
}

/** @param {{ entry: Entry }} props */
function Opened({ entry }) {
  const [again, setAgain] = useState(/** @type {import('../lib/http.js').Answer | null} */ (null))
  const call = callOf(entry)
  const repeat = async (/** @type {Record<string, string>} */ headers) =>
    setAgain(await send({ ...call, headers: { ...call.headers, ...headers } }))
  const problems = entry.problems ?? []
  return html`<h1 class="govuk-heading-m room-request" tabindex="-1">${entry.method} ${entry.path}${entry.query && `?${readable(entry.query)}`}</h1>
    <p class="govuk-body"><${StatusTag} status=${entry.status} /> ${providerName(entry.provider)} asked it on ${moment(entry.world_date)} in the world, at ${localTime(entry.at)} by your clock. It took ${entry.ms} ms.</p>
    ${problems.length > 0 && html`<section class="room-told room-told--refused"><h2 class="govuk-heading-s">Why it was refused</h2><${Problems} problems=${problems} /></section>`}
    <p class="govuk-body room-actions"><${Copy} text=${curl(call)} label="Copy as curl" />
      <button type="button" class="room-button" onClick=${() => repeat({})}>Send again</button>
      <button type="button" class="room-button" onClick=${() => repeat({ 'X-With-Server-Date': entry.server_date })}>Send again as of that moment</button></p>
    <${Told} answer=${again} done="It was sent again." />
    <div class="room-sides">
      <section><h2 class="govuk-heading-m">Request</h2><${Side} message=${entry.request} label="Body of the request" /></section>
      <section><h2 class="govuk-heading-m">Answer</h2>${
        entry.response
          ? html`<${Side} message=${entry.response} label="Body of the answer" />`
          : html`<p class="govuk-body">There was none: a fault closed the connection.</p>`
      }</section>
    </div>`
}

/** @param {{ message: import('../types').Message, label: string }} props */
function Side({ message, label }) {
  return html`<${Body} text=${message.body} label=${label} />
    ${message.truncated && html`<p class="govuk-body">Only the first 64 KiB were kept.</p>`}
    <details class="govuk-details room-call"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">Headers</span></summary>
      <div class="govuk-details__text"><dl class="room-headers">${Object.entries(message.headers).map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></div></details>`
}

/**
 * The call that an entry was, to be made again with the token that the journal masks.
 * @param {Entry} entry
 * @returns {import('../lib/http.js').Call}
 */
function callOf(entry) {
  const token = world.value?.providers.find((each) => each.id === entry.provider)?.token ?? ''
  const path = entry.path + (entry.query && `?${entry.query}`)
  const type = entry.request.headers['content-type']
  const call = { method: entry.method, path, token }
  return entry.request.body === ''
    ? call
    : { ...call, raw: entry.request.body, type: type ?? 'application/json' }
}
