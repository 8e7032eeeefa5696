// What is paid when, and what is taken back.
import { Choice, Link, Notice, Tag, Waiting } from '../components/basics.js'
import { csv, handOver } from '../lib/download.js'
import { html } from '../lib/html.js'
import { refusal } from '../lib/http.js'
import { useResource } from '../lib/resource.js'
import { ask, pathTo, query } from '../lib/router.js'
import { day, shortDay } from '../lib/time.js'
import { words } from '../lib/words.js'
import { ofWorld, world } from '../lib/world.js'
import { STATE_TONES } from './person.js'

/** @typedef {import('../types').Statement} Statement */

export function Money() {
  const providers = world.value?.providers ?? []
  const provider = query.value.get('provider') ?? providers[0]?.id ?? ''
  const { answer } = useResource(ofWorld(`/statements?provider=${encodeURIComponent(provider)}`))
  /** @type {Statement[]} */
  const statements = answer?.json?.statements ?? []
  const all = query.value.get('empty') === 'yes'
  const found = all ? statements : statements.filter((each) => each.lines.length + each.clawbacks.length > 0)
  return html`<h1 class="govuk-heading-l" tabindex="-1">Money</h1>
    <p class="govuk-body">Each payment to a lead provider, as of the world’s now. 100% is one participant’s whole training.</p>
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
        : html`<${Picture} statements=${found} /><${Table} statements=${found} provider=${provider} />`)
    }`
}

/** @param {{ statements: Statement[] }} props */
function Picture({ statements }) {
  const most = Math.max(1, ...statements.map((each) => each.lines.reduce((sum, line) => sum + line.share, 0)))
  const back = Math.max(
    0,
    ...statements.map((each) => -each.clawbacks.reduce((sum, line) => sum + line.share, 0)),
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
    (
      line,
    ) => html`<div key=${line.declaration_type + line.state} class=${`room-chart-part room-state-${line.state}`}
    style=${{ height: `${(Math.abs(line.share) / most) * 12}rem` }} title=${`${line.declaration_type}, ${line.state}: ${line.declarations}`}></div>`,
  )
}

/** @param {{ statements: Statement[], provider: string }} props */
function Table({ statements, provider }) {
  const lines = statements.flatMap((statement) => [
    ...statement.lines.map((line) => ({ statement, line, back: false })),
    ...statement.clawbacks.map((line) => ({ statement, line, back: true })),
  ])
  function save() {
    const head = [
      'provider',
      'cohort',
      'milestone_date',
      'payment_date',
      'payment',
      'declaration_type',
      'state',
      'declarations',
      'share',
    ]
    const body = lines.map(({ statement: each, line }) => [
      each.provider,
      each.cohort,
      each.milestone_date,
      each.payment_date,
      each.state,
      line.declaration_type,
      line.state,
      line.declarations,
      line.share,
    ])
    handOver(`${world.value?.id}-${provider}.csv`, csv([head, ...body]), 'text/csv')
  }
  return html`<p class="govuk-body room-actions"><button type="button" class="room-button" onClick=${save}>Download as CSV</button></p>
    ${statements.map(
      (each) => html`<section key=${each.cohort + each.payment_date} class="room-statement">
      <h2 class="govuk-heading-s">${day(each.payment_date)}, cohort ${each.cohort} ${' '}<${Tag} tone=${STATE_TONES[each.state] ?? 'blue'}>${each.state}<//></h2>
      <div class="room-scroll" tabindex="0" role="region" aria-label=${`Payment on ${day(each.payment_date)}, cohort ${each.cohort}`}><table class="govuk-table">
        <caption class="govuk-visually-hidden">Declarations in the payment on ${day(each.payment_date)}</caption>
        <thead class="govuk-table__head"><tr>${['Declaration type', 'State'].map((name) => html`<th key=${name} scope="col" class="govuk-table__header">${name}</th>`)}${['Declarations', 'Share'].map((name) => html`<th key=${name} scope="col" class="govuk-table__header govuk-table__header--numeric">${name}</th>`)}</tr></thead>
        <tbody>${[...each.lines, ...each.clawbacks].map(
          (
            line,
          ) => html`<tr key=${line.declaration_type + line.state + (line.share < 0)} class="govuk-table__row">
          <td class="govuk-table__cell">${line.declaration_type}</td>
          <td class="govuk-table__cell">${words(line.state)}${line.share < 0 ? ', taken back' : ''}</td>
          <td class="govuk-table__cell govuk-table__cell--numeric">${line.declarations}</td>
          <td class="govuk-table__cell govuk-table__cell--numeric">${line.share}%</td></tr>`,
        )}</tbody>
        <tfoot><tr class="govuk-table__row"><th scope="row" class="govuk-table__header" colspan="3">In all</th><td class="govuk-table__cell govuk-table__cell--numeric"><strong>${each.share}%</strong></td></tr></tfoot>
      </table></div></section>`,
    )}`
}
