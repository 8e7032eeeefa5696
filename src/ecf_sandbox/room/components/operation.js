// One operation of the control document as a form that folds away.
import { documentAt, operationsOf } from '../lib/document.js'
import { html } from '../lib/html.js'
import { send } from '../lib/http.js'
import { api, ofWorld } from '../lib/world.js'
import { useEffect, useState } from '../vendor/hooks.js'
import { Told } from './call.js'
import { SchemaForm } from './schema-form.js'

/**
 * The control document of the world's API, null until it is read.
 * @returns {any}
 */
export function useDocument() {
  const [document, setDocument] = useState(/** @type {any} */ (null))
  useEffect(() => {
    if (api.value) documentAt(api.value.document).then(setDocument)
  }, [api.value?.document])
  return document
}

/**
 * `path` says what stands for the names in the operation's path.
 * @param {{ document: any, id: string, path?: Record<string, string>, title?: string, button: string, values?: Record<string, string>, choices?: Record<string, import('../types').Option[]>, unchanged?: string, done?: () => void, told?: (answer: any) => import('../types').Nodes }} props
 */
export function OperationForm({ document, id, path = {}, title, button, done, told, ...form }) {
  const [answer, setAnswer] = useState(/** @type {import('../lib/http.js').Answer | null} */ (null))
  const operation = operationsOf(document).find((each) => each.id === id)
  if (!operation?.schema) return null
  /** @param {Record<string, unknown>} body */
  async function make(body) {
    if (!operation) return
    setAnswer(await send({ method: operation.method, path: filled(operation.path, path), body }))
    done?.()
  }
  return html`<details class="govuk-details room-act">
    <summary class="govuk-details__summary"><span class="govuk-details__summary-text">${title ?? operation.summary}</span></summary>
    <div class="govuk-details__text"><${SchemaForm} document=${document} schema=${operation.schema} button=${button} onSend=${make} unchanged="Leave as it is" ...${form} />
      <${Told} answer=${answer} done="Done.">${answer?.ok && told?.(answer.json)}<//></div></details>`
}

/**
 * A path of the document with what stands for its names, in the world that is looked at.
 * @param {string} template
 * @param {Record<string, string>} path
 */
export function filled(template, path) {
  const rest = template.replace('/sandbox/worlds/{world}', '')
  return ofWorld(rest.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(path[name] ?? '')))
}
