// What is paid when, and what is taken back.
import { Choice, Copy, Link, Notice, Tag, Waiting } from '../components/basics.js'
import { Told } from '../components/call.js'
import { csv, handOver } from '../lib/download.js'
import { html } from '../lib/html.js'
import { refusal, send } from '../lib/http.js'
import { useResource } from '../lib/resource.js'
import { ask, pathTo, query } from '../lib/router.js'
import { day, shortDay } from '../lib/time.js'
import { words } from '../lib/words.js'
import { ofWorld, world } from '../lib/world.js'
import { useState } from '../vendor/hooks.js'
import { STATE_TONES } from './person.js'

/** @typedef {import('../types').Statement} Statement */
/** @typedef {Statement['lines'][number] | Statement['clawbacks'][number]} Line */

/**
 * How much a line is: a share of trainings where the API has fees, else how many declarations.
 * @param {any} line
 * @returns {number}
 */
const amount = (line) => line.share ?? line.declarations

/** @param {any} line */
const keyOf = (line) => [line.course_identifier, line.declaration_type, line.state].join()

export function Money() {
  const providers = world.value?.providers ?? []
  const provider = query.value.get('provider') ?? providers[0]?.id ?? ''
  const { answer, again } = useResource(ofWorld(`/statements?provider=${encodeURIComponent(provider)}`))
  /** @type {Statement[]} */
  const statements = answer?.json?.statements ?? []
  const shares = statements.length === 0 || 'share' in /** @type {any} */ (statements[0])
  const all = query.value.get('empty') === 'yes'
  const found = all ? statements : statements.filter((each) => each.lines.length + each.clawbacks.length > 0)
  return html`<h1 class="govuk-heading-l" tabindex="-1">Money</h1>
    <p class="govuk-body">Each payment to a lead provider, as of the world’s now. ${shares ? '100% is one participant’s whole training.' : 'Declarations are counted; fees are not modelled.'}</p>
    <div class="room-fields">
      <${Choice} label="Provider" value=${provider} options=${providers.map((each) => ({ value: each.id, label: each.name }))} onChange=${(/** @type {string} */ value) => ask({ provider: value })} />
      <${Choice} label="Payments" value=${all ? 'yes' : ''} none="With something in them" options=${[{ value: 'yes', label: 'All of the calendar' }]} onChange=${(/** @type {string} */ value) => ask({ empty: value })} />
    </div>
    ${!answer && html`<${Waiting} />`}
    ${answer && !answer.ok && html`<${Notice} kind="error"><p class="govuk-body">${refusal(answer)}</p><//>`}
    ${
      answer?.ok &&
      (found.length === 0
        ? html`<p class="govuk-body">Nothing is to be paid yet. Declare something for <${Link} to=${pathTo(world.value?.id ?? '', 'people')}>somebody who is eligible<//>.</p>`
        : html`<${Picture} statements=${found} /><${Table} statements=${found} provider=${provider} again=${again} />`)
    }`
}

/** @param {{ statements: Statement[] }} props */
function Picture({ statements }) {
  const most = Math.max(
    1,
    ...statements.map((each) => each.lines.reduce((sum, line) => sum + Math.abs(amount(line)), 0)),
  )
  const back = Math.max(
    0,
    ...statements.map((each) => each.clawbacks.reduce((sum, line) => sum + Math.abs(amount(line)), 0)),
  )
  return html`<figure class="room-chart" aria-label="What is paid on each date; the table below has the same">
    <div class="room-chart-columns" aria-hidden="true">${statements.map(
      (each) => html`<div key=${each.cohort + each.payment_date} class="room-chart-column">
      <div class="room-chart-up"><${Stack} lines=${each.lines} most=${most} /></div>
      <div class="room-chart-down" style=${{ height: `${Math.min(8, (back / most) * 12)}rem` }}><${Stack} lines=${each.clawbacks} most=${most} /></div>
      <div class="room-chart-date">${shortDay(each.payment_date)}</div></div>`,
    )}</div>
    <figcaption class="room-legend">${Object.keys(STATE_TONES)
      .filter((state) =>
        statements.some((each) => [...each.lines, ...each.clawbacks].some((line) => line.state === state)),
      )
      .map(
        (state) =>
          html`<span key=${state}><i class=${`room-swatch room-state-${state}`}></i>${words(state)}</span>`,
      )}</figcaption>
  </figure>`
}

/** @param {{ lines: Statement['lines'] | Statement['clawbacks'], most: number }} props */
function Stack({ lines, most }) {
  return lines.map(
    (line) => html`<div key=${keyOf(line)} class=${`room-chart-part room-state-${line.state}`}
    style=${{ height: `${(Math.abs(amount(line)) / most) * 12}rem` }} title=${`${line.declaration_type}, ${line.state}: ${line.declarations}`}></div>`,
  )
}

/** @param {{ statements: Statement[], provider: string, again: () => void }} props */
function Table({ statements, provider, again }) {
  const save = () => handOver(`${world.value?.id}-${provider}.csv`, csv(tableOf(statements)), 'text/csv')
  return html`<p class="govuk-body room-actions"><button type="button" class="room-button" onClick=${save}>Download as CSV</button></p>
    ${statements.map((each) => html`<${One} key=${each.cohort + each.payment_date} statement=${each} again=${again} />`)}`
}

/** @param {{ statement: any, again: () => void }} props */
function One({ statement, again }) {
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
  return html`<section class="room-statement">
    <h2 class="govuk-heading-s">${day(date)}, cohort ${cohort} ${' '}<${Tag} tone=${STATE_TONES[state] ?? 'blue'}>${state}<//></h2>
    ${deadline && html`<p class="govuk-body-s">Declarations joined it until ${day(deadline)}. <${Copy} text=${statement.id} label="Copy its ID" what=${`for ${day(date)}, cohort ${cohort}`} /></p>`}
    <div class="room-scroll" tabindex="0" role="region" aria-label=${`Payment on ${day(date)}, cohort ${cohort}`}><table class="govuk-table">
      <caption class="govuk-visually-hidden">Declarations in the payment on ${day(date)}</caption>
      <thead class="govuk-table__head"><tr>${['Declaration type', 'State'].map((name) => html`<th key=${name} scope="col" class="govuk-table__header">${name}</th>`)}${['Declarations', ...(unit ? ['Share'] : [])].map((name) => html`<th key=${name} scope="col" class="govuk-table__header govuk-table__header--numeric">${name}</th>`)}</tr></thead>
      <tbody>${lines.map(
        ({ line, back }) => html`<tr key=${keyOf(line) + back} class="govuk-table__row">
        <td class="govuk-table__cell">${line.declaration_type}${line.course_identifier === 'ecf-mentor' ? ', mentors' : ''}</td>
        <td class="govuk-table__cell">${words(line.state)}${back ? ', taken back' : ''}</td>
        <td class="govuk-table__cell govuk-table__cell--numeric">${back && !unit ? -line.declarations : line.declarations}</td>
        ${unit && html`<td class="govuk-table__cell govuk-table__cell--numeric">${line.share}%</td>`}</tr>`,
      )}</tbody>
      <tfoot><tr class="govuk-table__row"><th scope="row" class="govuk-table__header" colspan=${unit ? 3 : 2}>In all</th><td class="govuk-table__cell govuk-table__cell--numeric"><strong>${total}${unit}</strong></td></tr></tfoot>
    </table></div>
    ${statement.id && state === 'payable' && html`<button type="button" class="room-button" onClick=${authorise}>Authorise the payment now, as the department</button>`}
    <${Told} answer=${answer} done="It is paid." /></section>`
}

/** @param {any} statement @returns {{ line: any, back: boolean }[]} */
function linesOf(statement) {
  return [
    ...statement.lines.map((/** @type {any} */ line) => ({ line, back: false })),
    ...statement.clawbacks.map((/** @type {any} */ line) => ({ line, back: true })),
  ]
}

/** @param {any[]} statements every line, under the names that the API has for what it says */
function tableOf(statements) {
  const plain = (/** @type {any} */ each) => Object.entries(each).filter(([, value]) => !Array.isArray(value))
  const rows = statements.flatMap((statement) =>
    linesOf(statement).map(({ line, back }) => ({
      ...Object.fromEntries(plain(statement).map(([name, value]) => [`statement_${name}`, value ?? ''])),
      ...line,
      taken_back: back ? 'yes' : 'no',
    })),
  )
  const head = Object.keys(rows[0] ?? {})
  return [head, ...rows.map((row) => head.map((name) => row[name]))]
}
