// The rules of the world's API in words, each with an address.
import { Input, Link, Notice, Waiting } from '../components/basics.js'
import { html } from '../lib/html.js'
import { refusal } from '../lib/http.js'
import { useResource } from '../lib/resource.js'
import { ask, pathTo, query } from '../lib/router.js'
import { count } from '../lib/words.js'
import { ofWorld, worldId } from '../lib/world.js'
import { useState } from '../vendor/hooks.js'

/** @typedef {import('../types').Rule} Rule */

/** @param {{ id: string | null }} props the rule to show, or all of them */
export function Rules({ id }) {
  const { answer } = useResource(ofWorld('/rules'), { live: false })
  const [text, setText] = useState(query.value.get('q') ?? '')
  /** @param {string} value */
  function search(value) {
    setText(value)
    ask({ q: value })
  }
  if (!answer) return html`<${Waiting} />`
  if (!answer.ok) return html`<${Notice} kind="error"><p class="govuk-body">${refusal(answer)}</p><//>`
  /** @type {Rule[]} */
  const rules = answer.json.rules
  const found = rules.filter((each) => (id === null ? says(each, text) : each.id === id))
  const to = (/** @type {string} */ rule) => pathTo(worldId.value ?? '', 'rules', rule)
  return html`${id !== null && html`<${Link} class="govuk-back-link" to=${pathTo(worldId.value ?? '', 'rules')}>All rules<//>`}
    <h1 class="govuk-heading-l" tabindex="-1">${id === null ? 'Rules' : `Rule ${id}`}</h1>
    <p class="govuk-body">What the API promises. A refusal names the rule behind it.</p>
    ${
      id === null &&
      html`<form role="search" class="room-search" onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}><${Input} label="Search" type="search" value=${text} onInput=${search} hint="Words of a rule, its ID, or what it is about." /></form>
    <p class="govuk-body" role="status">${count(found.length, 'rule')}.</p>`
    }
    ${id !== null && found.length === 0 && html`<p class="govuk-body">This world’s API has no such rule.</p>`}
    <dl class="govuk-summary-list room-facts">${found.map(
      (each) => html`<div key=${each.id} class="govuk-summary-list__row">
      <dt class="govuk-summary-list__key"><${Link} to=${to(each.id)}>${each.id}<//><br /><span class="room-small">${each.about}</span></dt>
      <dd class="govuk-summary-list__value">${each.summary}</dd></div>`,
    )}</dl>`
}

/**
 * Whether a rule has every word that is searched for.
 * @param {Rule} rule
 * @param {string} text
 */
function says(rule, text) {
  const said = `${rule.id} ${rule.about} ${rule.summary}`.toLowerCase()
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word))
}
