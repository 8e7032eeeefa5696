// What a move of the clock passed, with links to whom it concerned.
import { apiModule, dayOf } from '../apis/index.js'
import { Link } from '../components/basics.js'
import { Told } from '../components/call.js'
import { html } from '../lib/html.js'
import { pathTo } from '../lib/router.js'
import { clockTime, day } from '../lib/time.js'
import { count } from '../lib/words.js'
import { world } from '../lib/world.js'

// More milestones than this at one moment are told in one line.
const FEW = 2

/** @param {{ answer: import('../lib/http.js').Answer }} props */
export function Moved({ answer }) {
  const passed = answer.json?.passed
  if (!answer.ok) return html`<${Told} answer=${answer} />`
  return html`<${Told} answer=${answer} done=${`It is ${day(answer.json.now)}, ${clockTime(answer.json.now)}.`}>
    ${
      passed &&
      (passed.length === 0
        ? html`<p class="govuk-body">Nothing was passed on the way.</p>`
        : html`<p class="govuk-body">On the way:</p>
      <ul class="govuk-list govuk-list--bullet">${together(passed).map((group, index) => html`<li key=${index}><${Group} group=${group} /></li>`)}</ul>`)
    }
  <//>`
}

/**
 * Events in groups: milestones that open or close at one moment are together.
 * @param {any[]} passed
 * @returns {any[][]}
 */
function together(passed) {
  /** @type {Map<string, any[]>} */
  const groups = new Map()
  passed.forEach((each, index) => {
    const key = 'schedule' in each ? each.at + each.what : String(index)
    groups.set(key, [...(groups.get(key) ?? []), each])
  })
  return [...groups.values()].flatMap((group) => (group.length > FEW ? [group] : group.map((each) => [each])))
}

/** @param {{ group: any[] }} props */
function Group({ group: [first, ...rest] }) {
  if (rest.length === 0)
    return html`${dayOf(first.at)}: ${told(first)}<${People} event=${first} />${first.what === 'payment-made' && html` (<${Link} to=${pathTo(world.value?.id ?? '', 'money')}>see the money<//>)`}`
  const all = [first, ...rest]
  const opened = first.what === 'milestone-opened' ? 'opened' : 'closed'
  return html`${dayOf(first.at)}: ${count(all.length, 'milestone')} ${opened}
    <details class="govuk-details room-call"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">Which ones</span></summary>
      <div class="govuk-details__text"><ul class="govuk-list">${all.map((each, index) => html`<li key=${index}>${told(each)}</li>`)}</ul></div></details>`
}

/** @param {any} event */
const told = (event) => apiModule()?.passed(event) ?? event.what

/** @param {{ event: any }} props */
function People({ event }) {
  /** @type {any[]} */
  const people = event.people ?? []
  if (people.length === 0) return null
  const all = event.participants ?? event.declarations + (event.clawbacks ?? 0)
  return html`: ${people.map(
    (each, index) =>
      html`${index > 0 && ', '}<${Link} key=${each.id} to=${pathTo(world.value?.id ?? '', 'people', each.id)}>${each.full_name ?? 'Unknown'}<//>`,
  )}${all > people.length && ' and others'}`
}
