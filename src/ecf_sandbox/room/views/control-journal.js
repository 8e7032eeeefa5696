// What was changed in the world from outside the provider API, and how.
import { Copy, Notice, Waiting } from '../components/basics.js'
import { Body } from '../components/json.js'
import { curl } from '../lib/curl.js'
import { html } from '../lib/html.js'
import { refusal } from '../lib/http.js'
import { useResource } from '../lib/resource.js'
import { localTime, moment } from '../lib/time.js'
import { ofWorld } from '../lib/world.js'
import { StatusTag } from './requests.js'

export function ControlJournal() {
  const { answer, again } = useResource(ofWorld('/control-journal'))
  const entries = answer?.json?.entries ?? []
  return html`<h1 class="govuk-heading-l" tabindex="-1">Control calls</h1>
    <p class="govuk-body">What changed this world from outside the provider API: its clock, its people, its faults. Calls from this page are among them.</p>
    <p class="govuk-body room-actions"><button type="button" class="room-button" onClick=${again}>Look again</button></p>
    ${!answer && html`<${Waiting} />`}
    ${answer && !answer.ok && html`<${Notice} kind="error"><p class="govuk-body">${refusal(answer)}</p><//>`}
    ${answer?.ok && entries.length === 0 && html`<p class="govuk-body">Nothing has been changed yet.</p>`}
    ${entries.map((/** @type {any} */ each) => html`<${One} key=${each.id} entry=${each} />`)}`
}

/** @param {{ entry: any }} props */
function One({ entry }) {
  const path = entry.path + (entry.query && `?${entry.query}`)
  const { body } = entry.request
  const call = { method: entry.method, path, ...(body === '' ? {} : { raw: body, type: 'application/json' }) }
  return html`<details class="govuk-details room-act"><summary class="govuk-details__summary"><span class="govuk-details__summary-text room-request">${entry.method} ${path}</span> <${StatusTag} status=${entry.status} /></summary>
    <div class="govuk-details__text"><p class="govuk-body-s">${moment(entry.world_date)} in the world, at ${localTime(entry.at)} by your clock${entry.client ? `, by ${entry.client}` : ''}.</p>
      <${Body} text=${body} label="What was sent" />
      <${Body} text=${entry.response?.body ?? ''} label="The answer" />
      <p class="govuk-body"><${Copy} text=${curl(call)} label="Copy as curl" what=${path} /></p></div></details>`
}
