// One payment: what is in it, and what the department can do about it.
import { Copy, Tag } from '../components/basics.js'
import { Told } from '../components/call.js'
import { Table } from '../components/table.js'
import { html } from '../lib/html.js'
import { send } from '../lib/http.js'
import { day } from '../lib/time.js'
import { words } from '../lib/words.js'
import { ofWorld } from '../lib/world.js'
import { useState } from '../vendor/hooks.js'
import { STATE_TONES } from './person.js'

/**
 * How much a line is: a share of trainings where the API has fees, else how many declarations.
 * @param {any} line
 * @returns {number}
 */
export const amount = (line) => line.share ?? line.declarations

/**
 * Stays open once something was done in it, so that what came of it is seen.
 * @param {{ statement: any, open: boolean, again: () => void }} props
 */
export function OneStatement({ statement, open, again }) {
  const [answer, setAnswer] = useState(/** @type {import('../lib/http.js').Answer | null} */ (null))
  const { cohort, payment_date: date, state, deadline } = statement
  const lines = [...linesOf(statement)]
  const unit = statement.share === undefined ? '' : '%'
  const total =
    statement.share ?? lines.reduce((sum, { line, back }) => sum + (back ? -1 : 1) * amount(line), 0)
  async function authorise() {
    setAnswer(await send({ method: 'POST', path: ofWorld(`/statements/${statement.id}/authorise`) }))
    again()
  }
  const name = `${day(date)}, cohort ${cohort}`
  return html`<details class="room-statement" open=${open || answer !== null}>
    <summary><h2 class="govuk-heading-s">${name}</h2> <${Tag} tone=${STATE_TONES[state] ?? 'blue'}>${state}<//> <span>${total}${unit} in all</span></summary>
    ${deadline && html`<p class="govuk-body-s">Declarations join it until ${day(deadline)}. <${Copy} text=${statement.id} label="Copy its ID" what=${`for ${name}`} /></p>`}
    <${Table} caption=${`Payment on ${name}`} columns=${unit ? [...COLUMNS, SHARE] : COLUMNS} rows=${lines} keyOf=${keyOf} total=${['In all', `${total}${unit}`]} />
    ${statement.id && state === 'payable' && html`<button type="button" class="room-button" onClick=${authorise}>Authorise the payment now, as the department</button>`}
    <${Told} answer=${answer} done="It is paid." /></details>`
}

/** @type {import('../components/table.js').Column[]} */
const COLUMNS = [
  {
    label: 'Declaration type',
    cell: ({ line }) =>
      `${line.declaration_type}${line.course_identifier === 'ecf-mentor' ? ', mentors' : ''}`,
  },
  { label: 'State', cell: ({ line, back }) => `${words(line.state)}${back ? ', taken back' : ''}` },
  {
    label: 'Declarations',
    numeric: true,
    cell: ({ line, back }) => (back && line.share === undefined ? -line.declarations : line.declarations),
  },
]
const SHARE = { label: 'Share', numeric: true, cell: (/** @type {any} */ { line }) => `${line.share}%` }

/** @param {{ line: any, back: boolean }} row */
const keyOf = ({ line, back }) => [line.course_identifier, line.declaration_type, line.state, back].join()

/** @param {any} statement @returns {{ line: any, back: boolean }[]} */
export function linesOf(statement) {
  return [
    ...statement.lines.map((/** @type {any} */ line) => ({ line, back: false })),
    ...statement.clawbacks.map((/** @type {any} */ line) => ({ line, back: true })),
  ]
}
