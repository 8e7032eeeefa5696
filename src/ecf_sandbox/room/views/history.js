// What happened to a person, the oldest first.
import { Copy, Waiting } from '../components/basics.js'
import { html } from '../lib/html.js'
import { useResource } from '../lib/resource.js'
import { moment } from '../lib/time.js'
import { shown, words } from '../lib/words.js'
import { ofWorld, providerName } from '../lib/world.js'

// Details whose values are identifiers, to be read as words.
const CODES = /(type|schedule_identifier|reason|status|programme)$/

/** @param {{ id: string }} props */
export function History({ id }) {
  const { answer } = useResource(ofWorld(`/participants/${encodeURIComponent(id)}/history`))
  if (!answer) return html`<${Waiting} />`
  const events = answer.json?.events ?? []
  return html`<ol class="room-history">${events.map(
    (/** @type {any} */ each, /** @type {number} */ index) => html`<li key=${index}>
      <p class="govuk-body room-history-what"><strong>${words(each.event)}</strong> by ${actor(each)}</p>
      <p class="room-small room-history-when">${moment(each.at)}</p>
      <${Details} details=${each.details} />
    </li>`,
  )}</ol>`
}

/** @param {any} event */
function actor(event) {
  if (event.by === 'provider') return providerName(event.provider)
  return event.by === 'time' ? 'the calendar' : `the ${words(event.by).toLowerCase()}`
}

/** @param {{ details: Record<string, unknown> }} props */
function Details({ details }) {
  const told = Object.entries(details).filter(([name]) => name !== 'declaration_id')
  const id = details.declaration_id
  return html`${told.length > 0 && html`<p class="govuk-body room-history-details">${told.map(([name, value]) => `${words(name)}: ${detail(name, value)}`).join('; ')}</p>`}
    ${typeof id === 'string' && html`<p><${Copy} text=${id} label="Copy the declaration’s ID" /></p>`}`
}

/**
 * @param {string} name
 * @param {unknown} value
 */
function detail(name, value) {
  if (/provider$/.test(name) && typeof value === 'string') return providerName(value)
  return typeof value === 'string' && CODES.test(name) ? words(value) : shown(value)
}
