// What is paid when, and what is taken back.
import { Choice, Link, Notice, Waiting } from '../components/basics.js'
import { csv, handOver } from '../lib/download.js'
import { html } from '../lib/html.js'
import { refusal } from '../lib/http.js'
import { useResource } from '../lib/resource.js'
import { ask, pathTo, query } from '../lib/router.js'
import { shortDay, wire } from '../lib/time.js'
import { words } from '../lib/words.js'
import { now, ofWorld, world } from '../lib/world.js'
import { useEffect, useRef } from '../vendor/hooks.js'
import { STATE_TONES } from './person.js'
import { amount, linesOf, OneStatement } from './statement.js'

// With more statements than this, those that are settled are shown by a line alone.
const FEW = 6

/** @typedef {import('../types').Statement} Statement */

export function Money() {
  const providers = world.value?.providers ?? []
  const provider = query.value.get('provider') ?? providers[0]?.id ?? ''
  const { answer, again } = useResource(ofWorld(`/statements?provider=${encodeURIComponent(provider)}`))
  /** @type {Statement[]} */
  const statements = answer?.json?.statements ?? []
  const shares = statements.length === 0 || 'share' in /** @type {any} */ (statements[0])
  const all = query.value.get('empty') === 'yes'
  const cohorts = [...new Set(statements.map((each) => each.cohort))].sort()
  const cohort = query.value.get('cohort') ?? ''
  const found = statements.filter(
    (each) =>
      (all || each.lines.length + each.clawbacks.length > 0) && (cohort === '' || each.cohort === cohort),
  )
  return html`<h1 class="govuk-heading-l" tabindex="-1">Money</h1>
    <p class="govuk-body">Each payment to a lead provider, as of the world’s now. ${shares ? '100% is one participant’s whole training.' : 'Declarations are counted; fees are not modelled.'}</p>
    <div class="room-fields">
      <${Choice} label="Provider" value=${provider} options=${providers.map((each) => ({ value: each.id, label: each.name }))} onChange=${(/** @type {string} */ value) => ask({ provider: value })} />
      ${cohorts.length > 1 && html`<${Choice} label="Cohort" value=${cohort} none="All" options=${cohorts.map((value) => ({ value, label: value }))} onChange=${(/** @type {string} */ value) => ask({ cohort: value })} />`}
      <${Choice} label="Payments" value=${all ? 'yes' : ''} none="With something in them" options=${[{ value: 'yes', label: 'All of the calendar' }]} onChange=${(/** @type {string} */ value) => ask({ empty: value })} />
    </div>
    ${!answer && html`<${Waiting} />`}
    ${answer && !answer.ok && html`<${Notice} kind="error"><p class="govuk-body">${refusal(answer)}</p><//>`}
    ${
      answer?.ok &&
      (found.length === 0
        ? html`<p class="govuk-body">Nothing is to be paid yet. Declare something for <${Link} to=${pathTo(world.value?.id ?? '', 'people')}>somebody who is eligible<//>.</p>`
        : html`<${Picture} statements=${found} /><${All} statements=${found} provider=${provider} again=${again} />`)
    }`
}

/** @param {{ statements: Statement[] }} props */
function Picture({ statements }) {
  const dates = byDate(statements)
  const most = Math.max(1, ...dates.map((each) => sum(each.lines)))
  const back = Math.max(0, ...dates.map((each) => sum(each.clawbacks)))
  const unit = statements.some((each) => 'share' in each) ? '%' : ''
  const columns = useRef(/** @type {HTMLElement | null} */ (null))
  useEffect(() => {
    // Where not all fit, the newest are looked at.
    if (columns.current) columns.current.scrollLeft = columns.current.scrollWidth
  }, [dates.length])
  return html`<figure class="room-chart" aria-label="What is paid on each date; the tables below have the same">
    <div class="room-chart-columns" ref=${columns} tabindex="0" role="group" aria-label="Columns, one for each payment date">${dates.map(
      (each) => html`<div key=${each.date} class="room-chart-column">
      <div class="room-chart-up" aria-hidden="true"><${Stack} lines=${each.lines} most=${most} /></div>
      <div class="room-chart-down" aria-hidden="true" style=${{ height: `${Math.min(8, (back / most) * 12)}rem` }}><${Stack} lines=${each.clawbacks} most=${most} /></div>
      <div class="room-chart-date">${shortDay(each.date)}<br /><strong>${sum(each.lines) - sum(each.clawbacks)}${unit}</strong></div></div>`,
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

/** @param {readonly any[]} lines */
const sum = (lines) => lines.reduce((total, line) => total + Math.abs(amount(line)), 0)

/**
 * What is paid on each date, whatever cohort it is for; what is alike is one part.
 * @param {Statement[]} statements
 */
function byDate(statements) {
  const dates = [...new Set(statements.map((each) => each.payment_date))].sort()
  return dates.map((date) => {
    const paid = statements.filter((each) => each.payment_date === date)
    return {
      date,
      lines: byState(paid.flatMap((each) => each.lines)),
      clawbacks: byState(paid.flatMap((each) => each.clawbacks)),
    }
  })
}

/** @param {any[]} lines */
function byState(lines) {
  return Object.keys(STATE_TONES).flatMap((state) => {
    const alike = lines.filter((line) => line.state === state)
    const total = (/** @type {string} */ name) => alike.reduce((all, line) => all + line[name], 0)
    if (alike.length === 0) return []
    const shares = 'share' in alike[0] ? { share: total('share') } : {}
    return [{ state, declarations: total('declarations'), ...shares }]
  })
}

/** @param {{ lines: any[], most: number }} props */
function Stack({ lines, most }) {
  return lines.map(
    (line) => html`<div key=${line.state} class=${`room-chart-part room-state-${line.state}`}
    style=${{ height: `${(Math.abs(amount(line)) / most) * 12}rem` }} title=${`${words(line.state)}: ${line.declarations}`}></div>`,
  )
}

/**
 * @param {Statement} one
 * @param {Statement} other
 */
const newestFirst = (one, other) =>
  other.payment_date.localeCompare(one.payment_date) || other.cohort.localeCompare(one.cohort)

/** @param {any} statement */
const settled = ({ state, payment_date: date }) =>
  (state === 'paid' && date !== wire(now.value).slice(0, 10)) || state === undefined

/** @param {{ statements: Statement[], provider: string, again: () => void }} props */
function All({ statements, provider, again }) {
  const save = () => handOver(`${world.value?.id}-${provider}.csv`, csv(tableOf(statements)), 'text/csv')
  return html`<p class="govuk-body room-actions"><button type="button" class="room-button" onClick=${save}>Download as CSV</button></p>
    ${[...statements].sort(newestFirst).map((each) => html`<${OneStatement} key=${each.cohort + each.payment_date} statement=${each} open=${statements.length <= FEW || !settled(each)} again=${again} />`)}`
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
