// JSON with colours, folded where it is long. It is drawn as text, whatever is in it.
import { html } from '../lib/html.js'

const FOLDED_DEPTH = 4
const MOST_ITEMS = 200

/**
 * A body of a message: JSON where it is some, and else the text itself.
 * @param {{ text: string, label: string }} props
 */
export function Body({ text, label }) {
  if (text === '') return html`<p class="govuk-body govuk-!-margin-bottom-0">Nothing was sent.</p>`
  const parsed = parse(text)
  return html`<div class="room-code" tabindex="0" role="region" aria-label=${label}>
    ${parsed === undefined ? html`<pre class="room-pre">${text}</pre>` : html`<div class="room-json"><${Value} value=${parsed} depth=${0} /></div>`}
  </div>`
}

/** @param {string} text */
function parse(text) {
  try {
    const value = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/** @param {{ value: any, depth: number, last?: boolean }} props */
function Value({ value, depth, last = true }) {
  const comma = last ? '' : ','
  if (value === null) return html`<span class="room-json-word">null</span>${comma}`
  if (typeof value === 'string')
    return html`<span class="room-json-text">${JSON.stringify(value)}</span>${comma}`
  if (typeof value === 'object') return html`<${Nested} value=${value} depth=${depth} comma=${comma} />`
  return html`<span class=${typeof value === 'number' ? 'room-json-number' : 'room-json-word'}>${String(value)}</span>${comma}`
}

/** @param {{ value: any, depth: number, comma: string }} props */
function Nested({ value, depth, comma }) {
  const list = Array.isArray(value)
  const entries = list ? value.map((each) => [null, each]) : Object.entries(value)
  const [open, close] = list ? ['[', ']'] : ['{', '}']
  if (entries.length === 0) return html`${open}${close}${comma}`
  const shown = entries.slice(0, MOST_ITEMS)
  return html`<details class="room-json-fold" open=${depth < FOLDED_DEPTH}>
    <summary>${open}<span class="room-json-count"> ${entries.length} ${close}</span></summary>
    <div class="room-json-inside">
      ${shown.map(
        ([name, each], index) => html`<div key=${index}>
        ${name !== null && html`<span class="room-json-name">${JSON.stringify(name)}</span>: `}
        <${Value} value=${each} depth=${depth + 1} last=${index === entries.length - 1} />
      </div>`,
      )}
      ${entries.length > MOST_ITEMS && html`<div>… and ${entries.length - MOST_ITEMS} more</div>`}
    </div>
    ${close}${comma}
  </details>`
}
