// A form made from a schema of the control document: what a call takes is said there.

import { fieldsOf } from '../lib/document.js'
import { html } from '../lib/html.js'
import { words } from '../lib/words.js'
import { useState } from '../vendor/hooks.js'
import { Choice, Input } from './basics.js'

const UNCHANGED = ''
const NULL = '(null)'

/** @typedef {import('../lib/document.js').Field} Field */

/**
 * `choices` are what a field can be where the document cannot know it.
 * @param {{ document: any, schema: any, button: string, onSend: (body: Record<string, unknown>) => void, values?: Record<string, string>, choices?: Record<string, import('../types').Option[]>, unchanged?: string }} props
 */
export function SchemaForm({
  document,
  schema,
  button,
  onSend,
  values = {},
  choices = {},
  unchanged = 'As usual',
}) {
  const [said, setSaid] = useState(values)
  const all = fieldsOf(document, schema)
  const fields = all.filter((field) => field.constant === undefined)
  const fixed = all.filter((field) => field.constant !== undefined)
  const set = (/** @type {string} */ name) => (/** @type {string} */ value) =>
    setSaid({ ...said, [name]: value })
  /** @param {SubmitEvent} event */
  function submit(event) {
    event.preventDefault()
    onSend({
      ...Object.fromEntries(fixed.map((field) => [field.name, field.constant])),
      ...bodyOf(fields, said),
    })
  }
  return html`<form onSubmit=${submit} class="room-form" novalidate>
    <div class="room-fields">
      ${fields.map((field) => html`<${SchemaField} key=${field.name} field=${field} options=${choices[field.name] ?? optionsOf(field)} value=${said[field.name] ?? ''} unchanged=${unchanged} onChange=${set(field.name)} />`)}
    </div>
    <button class="govuk-button" type="submit">${button}</button>
  </form>`
}

/**
 * @param {{ field: Field, options: import('../types').Option[], value: string, unchanged: string, onChange: (value: string) => void }} props
 */
function SchemaField({ field, options, value, unchanged, onChange }) {
  const hint = hintOf(field)
  const label = words(field.name)
  if (options.length > 1) {
    return html`<${Choice} label=${label} hint=${hint} value=${value} options=${options} onChange=${onChange}
      none=${field.required ? 'Choose' : unchanged} />`
  }
  return html`<${Input} label=${label} hint=${hint} value=${value} onInput=${onChange} numeric=${field.kind === 'number'} />`
}

/** @param {Field} field */
function hintOf(field) {
  const example = field.kind === 'text' && field.example ? `For example, ${field.example}.` : ''
  const json = field.kind === 'json' ? 'As JSON.' : ''
  const usual = field.byDefault === undefined ? '' : `Usually ${String(field.byDefault)}.`
  return [sentence(field.description), usual, json, example].filter(Boolean).join(' ')
}

/** @param {string} text */
const sentence = (text) =>
  text
    .replaceAll('`', '')
    .replaceAll('**', '')
    .replace(/ \((V3-)?[A-Z]+-\d+(,? (to |and )?(V3-)?[A-Z]*-\d+)*\)/g, '')
    .trim()

/**
 * @param {Field} field
 * @returns {import('../types').Option[]}
 */
function optionsOf(field) {
  const truth = [
    { value: 'true', label: 'Yes' },
    { value: 'false', label: 'No' },
  ]
  const named = field.options
    .filter((each) => each !== null)
    .map((each) => ({ value: String(each), label: String(each) }))
  const options = field.kind === 'truth' ? truth : named
  return field.optional ? [...options, { value: NULL, label: 'None, or not known' }] : options
}

/**
 * What the form says, as a body; what was left alone is left out.
 * @param {Field[]} fields
 * @param {Record<string, string>} said
 */
function bodyOf(fields, said) {
  const given = fields.filter((field) => (said[field.name] ?? UNCHANGED) !== UNCHANGED)
  return Object.fromEntries(given.map((field) => [field.name, sentValue(field, said[field.name] ?? '')]))
}

/**
 * @param {Field} field
 * @param {string} text
 */
function sentValue(field, text) {
  if (text === NULL) return null
  if (field.kind === 'truth') return text === 'true'
  if (field.kind === 'number' && /^\d+$/.test(text)) return Number(text)
  if (field.kind === 'json') return parsed(text)
  return text
}

/**
 * JSON as it is meant; what is none goes as it is, for the server to say what is wrong with it.
 * @param {string} text
 */
function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
