// Small things that many views have.

import { announce } from '../lib/announce.js'
import { html } from '../lib/html.js'
import { go } from '../lib/router.js'
import { useId, useState } from '../vendor/hooks.js'

/**
 * A link inside the room, or to elsewhere.
 * @param {{ to: string, class?: string, current?: boolean, children?: import('../types').Nodes }} props
 */
export function Link({ to, current, children, ...props }) {
  const name = props.class ?? 'govuk-link'
  return html`<a class=${name} href=${to} onClick=${follow} aria-current=${current ? 'page' : undefined}>${children}</a>`
}

/** @param {MouseEvent} event */
function follow(event) {
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
  const link = /** @type {HTMLAnchorElement} */ (event.currentTarget)
  if (!plain) return
  event.preventDefault()
  go(link.pathname + link.search)
}

/**
 * @param {{ children?: import('../types').Nodes, kind?: string, title?: string }} props
 */
export function Notice({ children, kind = 'note', title }) {
  return html`<div class=${`room-notice room-notice--${kind}`} role=${kind === 'error' ? 'alert' : undefined}>
    ${title && html`<p class="govuk-body govuk-!-font-weight-bold">${title}</p>`}${children}
  </div>`
}

/** @param {{ text?: string }} props */
export function Waiting({ text = 'Loading' }) {
  return html`<p class="govuk-body room-waiting">${text}…</p>`
}

/**
 * @param {{ text: string, label: string, what?: string }} props
 */
export function Copy({ text, label, what }) {
  const [done, setDone] = useState(false)
  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
      setDone(true)
      announce('Copied')
      setTimeout(() => setDone(false), 2000)
    } catch {
      announce('The browser did not let it be copied. Select the text instead.')
    }
  }
  return html`<button type="button" class="room-button" onClick=${copy}>
    ${done ? 'Copied' : label}${what && html`<span class="govuk-visually-hidden"> ${what}</span>`}
  </button>`
}

/**
 * @param {{ children?: import('../types').Nodes, tone?: string }} props
 */
export function Tag({ children, tone = 'grey' }) {
  return html`<strong class=${`govuk-tag govuk-tag--${tone} room-tag`}>${children}</strong>`
}

/**
 * A labelled select.
 * @param {{ label: string, value: string, options: import('../types').Option[], onChange: (value: string) => void, hint?: string, none?: string, narrow?: boolean, optional?: boolean }} props
 */
export function Choice({ label, value, options, onChange, hint, none }) {
  const id = useId()
  return html`<div class="govuk-form-group room-field">
    <label class="govuk-label" for=${id}>${label}</label>
    ${hint && html`<div class="govuk-hint" id=${`${id}-hint`}>${hint}</div>`}
    <select class="govuk-select" id=${id} aria-describedby=${hint ? `${id}-hint` : undefined} value=${value}
      onChange=${(/** @type {any} */ event) => onChange(event.currentTarget.value)}>
      ${none !== undefined && html`<option value="" selected=${value === ''}>${none}</option>`}
      ${options.map((each) => html`<option key=${each.value} value=${each.value} selected=${each.value === value}>${each.label}</option>`)}
    </select>
  </div>`
}

/**
 * A labelled input.
 * @param {{ label: string, value: string, onInput: (value: string) => void, hint?: string, type?: string, placeholder?: string, wide?: boolean, numeric?: boolean, error?: string, required?: boolean }} props
 */
export function Input({ label, value, onInput, hint, type = 'text', wide = true, numeric, error, required }) {
  const id = useId()
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return html`<div class=${`govuk-form-group room-field ${error ? 'govuk-form-group--error' : ''}`}>
    <label class="govuk-label" for=${id}>${label}</label>
    ${hint && html`<div class="govuk-hint" id=${`${id}-hint`}>${hint}</div>`}
    ${error && html`<p class="govuk-error-message" id=${`${id}-error`}><span class="govuk-visually-hidden">Error: </span>${error}</p>`}
    <input class=${`govuk-input ${wide ? '' : 'govuk-input--width-10'} ${error ? 'govuk-input--error' : ''}`} id=${id} type=${type}
      value=${value} inputmode=${numeric ? 'numeric' : undefined} spellcheck=${false} autocomplete="off" required=${required}
      aria-describedby=${described || undefined}
      onInput=${(/** @type {any} */ event) => onInput(event.currentTarget.value)} />
  </div>`
}
