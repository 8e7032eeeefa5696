// What can be done to a person: by their provider through its own API, by their school and the department.
import { apiModule, useCohorts } from '../apis/index.js'
import { Choice, Input, Waiting } from '../components/basics.js'
import { Told } from '../components/call.js'
import { filled, useDocument } from '../components/operation.js'
import { SchemaForm } from '../components/schema-form.js'
import { alternatives, operationsOf } from '../lib/document.js'
import { html } from '../lib/html.js'
import { send } from '../lib/http.js'
import { words } from '../lib/words.js'
import { now, world } from '../lib/world.js'
import { useState } from '../vendor/hooks.js'
import { Refusal } from './refusal.js'

/** @typedef {import('../lib/http.js').Answer} Answer */

const TAKEN_BACK = ['voided', 'awaiting-clawback', 'clawed-back']

/**
 * @param {{ person: any, declarations: any[], done: () => void }} props
 */
export function ProviderActs({ person, declarations, done }) {
  const providers = world.value?.providers ?? []
  const [as, setAs] = useState(apiModule()?.summary(person).provider ?? '')
  const provider = providers.find((each) => each.id === as) ?? providers[0]
  const cohorts = useCohorts()
  const acts = apiModule()?.acts(person, declarations, now.value, cohorts) ?? []
  const [chosen, setChosen] = useState('declare')
  const [answer, setAnswer] = useState(/** @type {Answer | null} */ (null))
  const act = acts.find((each) => each.id === chosen) ?? acts[0]
  if (!act || !provider) return null
  /** @param {string} id */
  function choose(id) {
    setChosen(id)
    setAnswer(null)
  }
  /** @param {Answer} told */
  function taken(told) {
    setAnswer(told)
    done()
  }
  return html`<p class="govuk-body">These go through the real API with the provider’s own token, so what is refused is refused by the real rules.</p>
    <div class="room-fields">
      <${Choice} label="What to do" value=${act.id} options=${acts.map((each) => ({ value: each.id, label: each.label }))} onChange=${choose} />
      <${Choice} label="As" value=${provider.id} options=${providers.map((each) => ({ value: each.id, label: each.name }))} onChange=${setAs} />
    </div>
    <${ProviderAct} key=${act.id} act=${act} token=${provider.token} done=${taken} />
    <${Told} answer=${answer} done="Done. The provider API took it.">${answer && !answer.ok && html`<${Refusal} answer=${answer} />`}<//>`
}

/**
 * @param {{ act: import('../types').Act, token: string, done: (answer: Answer) => void }} props
 */
function ProviderAct({ act, token, done }) {
  const usual = Object.fromEntries(act.fields.map((field) => [field.name, field.value]))
  const [said, setSaid] = useState(/** @type {Record<string, string>} */ ({}))
  const values = { ...usual, ...said }
  /** @param {SubmitEvent} event */
  async function submit(event) {
    event.preventDefault()
    const told = await send({ ...act.call(values), token })
    if (told.ok) setSaid({})
    done(told)
  }
  const set = (/** @type {string} */ name) => (/** @type {string} */ value) =>
    setSaid({ ...said, [name]: value })
  return html`<form onSubmit=${submit} class="room-form" novalidate>
    <p class="govuk-body">${act.explanation}</p>
    <div class="room-fields">${act.fields.map((field) =>
      field.options
        ? html`<${Choice} key=${field.name} label=${field.label} hint=${field.hint} value=${values[field.name] ?? ''} options=${field.options} onChange=${set(field.name)} />`
        : html`<${Input} key=${field.name} label=${field.label} hint=${field.hint} value=${values[field.name] ?? ''} onInput=${set(field.name)} />`,
    )}</div>
    <button class="govuk-button" type="submit">${act.label}</button>
  </form>`
}

/**
 * What the control document says can be done to one participant, and to what was declared for them.
 * @param {{ person: any, declarations: any[], done: () => void }} props
 */
export function DepartmentActs({ person, declarations, done }) {
  const document = useDocument()
  const [answer, setAnswer] = useState(/** @type {Answer | null} */ (null))
  if (!document) return html`<${Waiting} />`
  const operations = operationsOf(document)
    .filter((each) => each.schema && each.method !== 'GET' && each.path.includes('/participants/{id}'))
    .flatMap((each) => alternatives(document, each))
  const voiding = operationsOf(document).find((each) => each.path.endsWith('/declarations/{id}/void'))
  const standing = declarations.filter((each) => !TAKEN_BACK.includes(each.state))
  /**
   * @param {import('../lib/document.js').Operation} operation
   * @param {string} id
   */
  const make = (operation, id) => async (/** @type {Record<string, unknown> | undefined} */ body) => {
    setAnswer(await send({ method: operation.method, path: filled(operation.path, { id }), body }))
    done()
  }
  return html`${operations.map(
    (each) => html`<details key=${each.id} class="govuk-details room-act">
      <summary class="govuk-details__summary"><span class="govuk-details__summary-text">${each.summary}</span></summary>
      <div class="govuk-details__text"><${SchemaForm} document=${document} schema=${each.schema} button=${each.method === 'PATCH' ? 'Change' : words(each.path.split('/').pop() ?? 'Do it')} onSend=${make(each, person.id)} unchanged="Leave as it is" /></div>
    </details>`,
  )}
    ${
      voiding &&
      standing.length > 0 &&
      html`<div class="room-actions">${standing.map(
        (each) =>
          html`<button key=${each.id} type="button" class="room-button" onClick=${() => make(voiding, each.id)(undefined)}>Void ${each.declaration_type}, as the department</button>`,
      )}</div>`
    }
    <${Told} answer=${answer} done="Done." />`
}
