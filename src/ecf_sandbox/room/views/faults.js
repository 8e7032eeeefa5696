// What is to fail on purpose, and how much a token may ask.
import { Input, Notice, Tag, Waiting } from '../components/basics.js'
import { Told } from '../components/call.js'
import { html } from '../lib/html.js'
import { send } from '../lib/http.js'
import { useResource } from '../lib/resource.js'
import { localTime } from '../lib/time.js'
import { ofWorld } from '../lib/world.js'
import { useState } from '../vendor/hooks.js'

/** @typedef {{ label: string, text: string, faults: Record<string, unknown>[] }} Preset */

/** @type {Preset[]} */
const PRESETS = [
  {
    label: 'Every third answer is a 503',
    text: 'The third, the sixth and so on, until you end it.',
    faults: [{ status: 503, body: { error: 'Try later' }, every: 3 }],
  },
  {
    label: '429 for a minute',
    text: 'Everybody is told to wait, and after a minute of real time all is well again.',
    faults: [{ status: 429, headers: { 'Retry-After': '60' }, body: 'Retry later', for_seconds: 60 }],
  },
  {
    label: 'Cut answers off',
    text: 'The connection closes after 100 bytes.',
    faults: [{ truncate_after: 100 }],
  },
  { label: 'Slow', text: 'Every answer waits three seconds.', faults: [{ delay_ms: 3000 }] },
  {
    label: 'Lose the next write’s answer',
    text: 'It takes place, but nobody hears of it. Sending it again must be safe.',
    faults: [{ method: 'POST', truncate_after: 0, times: 1 }],
  },
  { label: 'Drop connections', text: 'Nothing is done, nothing comes back.', faults: [{ drop: true }] },
]

export function Faults() {
  const faults = useResource(ofWorld('/faults'))
  const limits = useResource(ofWorld('/limits'))
  const [answer, setAnswer] = useState(/** @type {import('../lib/http.js').Answer | null} */ (null))
  const [done, setDone] = useState('')
  /**
   * @param {import('../lib/http.js').Call} call
   * @param {string} text
   */
  async function make(call, text) {
    setAnswer(await send(call))
    setDone(text)
    faults.again()
    limits.again()
  }
  const set = (/** @type {Preset} */ preset) =>
    make(
      { method: 'PUT', path: ofWorld('/faults'), body: preset.faults },
      `Set: ${preset.label.toLowerCase()}.`,
    )
  const found = faults.answer?.json?.faults ?? []
  return html`<h1 class="govuk-heading-l" tabindex="-1">Faults and limits</h1>
    <p class="govuk-body">See what your client does when the service fails. Faults strike requests of the provider API in this world, and nothing else.</p>
    <${Told} answer=${answer} done=${done} />
    <h2 class="govuk-heading-m">Faults that are set</h2>
    ${
      !faults.answer
        ? html`<${Waiting} />`
        : found.length === 0
          ? html`<p class="govuk-body">None. Everything is answered as it should be.</p>`
          : html`
      <ul class="govuk-list">${found.map((/** @type {any} */ each, /** @type {number} */ index) => html`<li key=${index}><${Notice} kind="warning" title=${described(each)}><p class="govuk-body">It has struck ${each.hits === 1 ? 'one request' : `${each.hits} requests`}.</p><//></li>`)}</ul>
      <button type="button" class="govuk-button" onClick=${() => make({ method: 'DELETE', path: ofWorld('/faults') }, 'All faults are gone.')}>End all faults</button>`
    }
    <h2 class="govuk-heading-m">Set one</h2>
    <p class="govuk-body">It takes the place of those that are set.</p>
    <ul class="room-presets">${PRESETS.map((preset) => html`<li key=${preset.label}><button type="button" class="govuk-button govuk-button--secondary" onClick=${() => set(preset)}>${preset.label}</button><p class="govuk-body-s">${preset.text}</p></li>`)}</ul>
    <h2 class="govuk-heading-m">Rate limit</h2>
    <${RateLimit} limit=${limits.answer?.json?.rate_limit ?? null} make=${make} />`
}

/**
 * @param {{ limit: { requests: number, seconds: number } | null, make: (call: import('../lib/http.js').Call, text: string) => void }} props
 */
function RateLimit({ limit, make }) {
  const [requests, setRequests] = useState('1000')
  const [seconds, setSeconds] = useState('300')
  const put = (/** @type {unknown} */ rate, /** @type {string} */ text) =>
    make({ method: 'PUT', path: ofWorld('/limits'), body: { rate_limit: rate } }, text)
  /** @param {SubmitEvent} event */
  function submit(event) {
    event.preventDefault()
    put({ requests: Number(requests), seconds: Number(seconds) }, 'The limit is set.')
  }
  return html`${limit ? html`<p class="govuk-body"><${Tag} tone="yellow">On<//> ${limit.requests} requests in ${limit.seconds} seconds for each token. <button type="button" class="room-button" onClick=${() => put(null, 'There is no limit.')}>End the limit</button></p>` : html`<p class="govuk-body">There is none. The service has 1,000 requests in 300 seconds.</p>`}
    <form onSubmit=${submit} class="room-inline" novalidate>
      <${Input} label="Requests" value=${requests} onInput=${setRequests} numeric=${true} wide=${false} />
      <${Input} label="in so many seconds" value=${seconds} onInput=${setSeconds} numeric=${true} wide=${false} />
      <button class="govuk-button" type="submit">Set the limit</button></form>`
}

/** @param {any} fault */
function described(fault) {
  const whom = [
    fault.every > 1 && `One in ${fault.every}:`,
    fault.method ?? 'Any request',
    fault.path && `to ${fault.path}`,
    fault.provider && `of ${fault.provider}`,
  ]
    .filter(Boolean)
    .join(' ')
  const how = [
    fault.delay_ms && `waits ${fault.delay_ms} ms`,
    fault.status && `is answered ${fault.status}`,
    fault.drop && 'is dropped',
    fault.truncate_after !== undefined && `is cut off after ${fault.truncate_after} bytes`,
  ]
    .filter(Boolean)
    .join(', ')
  const often = [
    fault.times && `${fault.times === 1 ? 'once' : `${fault.times} times`}`,
    fault.ends_at && `until ${localTime(fault.ends_at)} by your clock`,
    fault.probability < 1 && `with a chance of ${Math.round(fault.probability * 100)}%`,
  ]
    .filter(Boolean)
    .join(', ')
  return `${whom} ${how}${often && `, ${often}`}`
}
