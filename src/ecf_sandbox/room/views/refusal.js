// A refusal of the provider API, with the rules that the journal knows behind it.
import { Link } from '../components/basics.js'
import { html } from '../lib/html.js'
import { get, refusal } from '../lib/http.js'
import { pathTo } from '../lib/router.js'
import { ofWorld, rows, worldId } from '../lib/world.js'
import { useEffect, useState } from '../vendor/hooks.js'

/** @typedef {import('../types').Problem} Problem */

/**
 * @param {{ answer: import('../lib/http.js').Answer }} props
 */
export function Refusal({ answer }) {
  const [problems, setProblems] = useState(/** @type {Problem[] | null} */ (null))
  const { method, path } = answer.call
  useEffect(() => {
    const row = rows.value.find(
      (each) => each.method === method && path.startsWith(each.path) && each.status === answer.status,
    )
    if (row) get(ofWorld(`/journal/${row.id}`)).then((told) => setProblems(told.json?.problems ?? []))
  }, [answer, rows.value])
  const errors = Array.isArray(answer.json?.errors) ? answer.json.errors : []
  if (problems && problems.length > 0) return html`<${Problems} problems=${problems} />`
  if (errors.length === 0) return html`<p class="govuk-body">${refusal(answer)}</p>`
  return html`<ul class="govuk-list room-problems">${errors.map((/** @type {any} */ each, /** @type {number} */ index) => html`<li key=${index}><strong>${each.title}</strong><br />${each.detail}</li>`)}</ul>`
}

/**
 * Each problem with its rule, in words.
 * @param {{ problems: Problem[] }} props
 */
export function Problems({ problems }) {
  return html`<ul class="govuk-list room-problems">${problems.map(
    (each, index) => html`<li key=${index}>
    <strong>${each.title}</strong><br />${each.detail}<${RuleWords} id=${each.rule} /></li>`,
  )}</ul>`
}

/** @type {Map<string, Promise<any>>} */
const known = new Map()

/** @param {{ id: string }} props */
function RuleWords({ id }) {
  const [rule, setRule] = useState(/** @type {import('../types').Rule | null} */ (null))
  const path = ofWorld(`/rules/${encodeURIComponent(id)}`)
  useEffect(() => {
    if (!known.has(path)) known.set(path, get(path))
    known.get(path)?.then((answer) => setRule(answer.ok ? answer.json : null))
  }, [path])
  return html`<div class="room-rule"><${Link} to=${pathTo(worldId.value ?? '', 'rules', id)}>${id}<//> ${rule && html`<span>The rule: ${rule.summary} <span class="room-small">(${rule.about})</span></span>`}</div>`
}
