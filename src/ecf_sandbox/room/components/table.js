// A table, whose rows stand as cards where there is no room for columns.
import { html } from '../lib/html.js'

/**
 * @typedef {object} Column
 * @property {string} label empty for what needs no words, such as buttons
 * @property {(row: any) => any} cell
 * @property {boolean} [numeric]
 * @property {string} [look] a class of its cells
 */

/**
 * A table with a header for each row in its first column. Its roles are said, because browsers
 * forget those of tables that are laid out as anything else.
 * @param {{ caption: string, columns: Column[], rows: any[], keyOf: (row: any) => string | number, total?: any[] }} props
 */
export function Table({ caption, columns, rows, keyOf, total }) {
  return html`<div class="room-scroll" tabindex="0" role="region" aria-label=${caption}><table class="govuk-table room-table" role="table">
    <caption class="govuk-visually-hidden">${caption}</caption>
    <thead class="govuk-table__head" role="rowgroup"><tr role="row">${columns.map((each) => html`<${Head} key=${each.label} column=${each} />`)}</tr></thead>
    <tbody role="rowgroup">${rows.map((row) => html`<tr key=${keyOf(row)} class="govuk-table__row" role="row">${columns.map((each, place) => html`<${Cell} key=${each.label} column=${each} row=${row} first=${place === 0} />`)}</tr>`)}</tbody>
    ${
      total &&
      html`<tfoot role="rowgroup"><tr class="govuk-table__row" role="row"><th scope="row" role="rowheader" class="govuk-table__header" colspan=${columns.length - 1}>${total[0]}</th>
      <td role="cell" class="govuk-table__cell govuk-table__cell--numeric"><strong>${total[1]}</strong></td></tr></tfoot>`
    }
  </table></div>`
}

/** @param {{ column: Column }} props */
function Head({ column: { label, numeric } }) {
  const name = `govuk-table__header ${numeric ? 'govuk-table__header--numeric' : ''}`
  if (label === '') return html`<td role="cell" class=${name}></td>`
  return html`<th scope="col" role="columnheader" class=${name}>${label}</th>`
}

/** @param {{ column: Column, row: any, first: boolean }} props */
function Cell({ column: { label, cell, numeric, look = '' }, row, first }) {
  if (first)
    return html`<th scope="row" role="rowheader" class=${`govuk-table__header ${look}`}>${cell(row)}</th>`
  const name = `govuk-table__cell ${numeric ? 'govuk-table__cell--numeric' : ''} ${look}`
  return html`<td role="cell" class=${name} data-label=${label || undefined}>${cell(row)}</td>`
}
