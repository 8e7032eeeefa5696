// A list that is searched as one types, and shown a page at a time.
import { html } from '../lib/html.js'
import { ask, query } from '../lib/router.js'
import { count } from '../lib/words.js'
import { useState } from '../vendor/hooks.js'
import { Input } from './basics.js'
import { Table } from './table.js'

const PAGE = 25

/**
 * `few` are shown until more are asked for.
 * @param {{ rows: any[], says: (row: any) => string, noun: string, caption: string, columns: import('./table.js').Column[], keyOf: (row: any) => string, hint: string, few?: number }} props
 */
export function Searchable({ rows, says, noun, caption, columns, keyOf, hint, few = PAGE }) {
  const [text, setText] = useState(query.value.get('q') ?? '')
  const [most, setMost] = useState(few)
  const wanted = text.toLowerCase().split(/\s+/)
  const found = rows.filter((row) => {
    const said = says(row).toLowerCase()
    return wanted.every((word) => said.includes(word))
  })
  /** @param {string} value */
  function search(value) {
    setText(value)
    setMost(few)
    ask({ q: value })
  }
  return html`<form role="search" class="room-search" onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}>
      <${Input} label="Search" type="search" value=${text} onInput=${search} hint=${hint} /></form>
    <p class="govuk-body" role="status">${count(found.length, noun)} found.</p>
    ${found.length > 0 && html`<${Table} caption=${caption} columns=${columns} rows=${found.slice(0, most)} keyOf=${keyOf} />`}
    ${found.length > most && html`<p class="govuk-body"><button type="button" class="room-button" onClick=${() => setMost(most + 4 * PAGE)}>Show more of them</button> <span>${most} of ${found.length} are shown.</span></p>`}`
}
