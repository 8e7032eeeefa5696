// Asks for the admin token, where the server wants one.
import { html } from '../lib/html.js'
import { keepToken, tokenRefused } from '../lib/token.js'
import { useState } from '../vendor/hooks.js'
import { Input } from './basics.js'

export function TokenForm() {
  const [text, setText] = useState('')
  /** @param {SubmitEvent} event */
  function submit(event) {
    event.preventDefault()
    if (text !== '') keepToken(text)
  }
  const error = tokenRefused.value ? 'The server did not take this token. Check it and try again.' : ''
  return html`<h1 class="govuk-heading-l" tabindex="-1">Admin token</h1>
    <p class="govuk-body">This server can be reached from other machines, so it asks who you are. The token is the one that it was started with, as <code>--admin-token</code> or <code>ECF_SANDBOX_ADMIN_TOKEN</code>.</p>
    <form onSubmit=${submit} novalidate>
      <${Input} label="Admin token" type="password" value=${text} onInput=${setText} error=${error} hint="It is kept until you close this tab." />
      <button class="govuk-button" type="submit">Continue</button>
    </form>`
}
