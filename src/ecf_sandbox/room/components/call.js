// The call that an act made, and what came of it.
import { curl } from '../lib/curl.js'
import { html } from '../lib/html.js'
import { refusal } from '../lib/http.js'
import { Copy } from './basics.js'
import { Body } from './json.js'

/**
 * @param {{ answer: import('../lib/http.js').Answer | null, done?: string, children?: import('../types').Nodes }} props
 */
export function Told({ answer, done, children }) {
  if (!answer) return null
  const { call, status, ok } = answer
  return html`<div class=${`room-told room-told--${ok ? 'done' : 'refused'}`} role="status">
    <p class="govuk-body govuk-!-font-weight-bold room-told-title">${ok ? (done ?? 'Done.') : title(status)}</p>
    ${!ok && !children && html`<p class="govuk-body">${refusal(answer)}</p>`}
    ${children}
    <${CallMade} call=${call} status=${status} text=${answer.text} ms=${answer.ms} />
  </div>`
}

/**
 * The call, to look at and to copy.
 * @param {{ call: import('../lib/http.js').Call, status: number, text: string, ms: number }} props
 */
export function CallMade({ call, status, text, ms }) {
  return html`<details class="govuk-details room-call">
    <summary class="govuk-details__summary"><span class="govuk-details__summary-text">
      The call it made: ${call.method} ${status === 0 ? '' : `was answered ${status}`}
    </span></summary>
    <div class="govuk-details__text">
      <pre class="room-pre room-curl" tabindex="0" role="region" aria-label="The call as curl">${curl(call)}</pre>
      <p class="govuk-body-s">${status === 0 ? 'There was no answer.' : `Answered ${status} in ${Math.round(ms)} ms.`}</p>
      ${text !== '' && html`<${Body} text=${text} label="The answer" />`}
    </div>
  </details>
  <p class="govuk-body room-actions"><${Copy} text=${curl(call)} label="Copy as curl" what=${`${call.method} ${call.path}`} /></p>`
}

/** @param {number} status */
function title(status) {
  if (status === 0) return 'Not done: the server cannot be reached.'
  if (status === 422) return 'Refused by the rules.'
  return `Refused: the answer was ${status}.`
}
