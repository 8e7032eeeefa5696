// The rules of the world's API in words, each with an address.
import { Link, Notice, Waiting } from '../components/basics.js'
import { html } from '../lib/html.js'
import { refusal } from '../lib/http.js'
import { useResource } from '../lib/resource.js'
import { pathTo } from '../lib/router.js'
import { ofWorld, worldId } from '../lib/world.js'

/** @typedef {import('../types').Rule} Rule */

/** @param {{ id: string | null }} props the rule to show, or all of them */
export function Rules({ id }) {
  const { answer } = useResource(ofWorld('/rules'), { live: false })
  if (!answer) return html`<${Waiting} />`
  if (!answer.ok) return html`<${Notice} kind="error"><p class="govuk-body">${refusal(answer)}</p><//>`
  /** @type {Rule[]} */
  const rules = answer.json.rules
  const found = id === null ? rules : rules.filter((each) => each.id === id)
  const to = (/** @type {string} */ rule) => pathTo(worldId.value ?? '', 'rules', rule)
  return html`${id !== null && html`<${Link} class="govuk-back-link" to=${pathTo(worldId.value ?? '', 'rules')}>All rules<//>`}
    <h1 class="govuk-heading-l" tabindex="-1">${id === null ? 'Rules' : `Rule ${id}`}</h1>
    <p class="govuk-body">What the API promises. A refusal names the rule behind it.</p>
    ${found.length === 0 && html`<p class="govuk-body">This world’s API has no such rule.</p>`}
    <dl class="govuk-summary-list room-facts">${found.map(
      (each) => html`<div key=${each.id} class="govuk-summary-list__row">
      <dt class="govuk-summary-list__key"><${Link} to=${to(each.id)}>${each.id}<//><br /><span class="room-small">${each.about}</span></dt>
      <dd class="govuk-summary-list__value">${each.summary}</dd></div>`,
    )}</dl>`
}
