// The control room: one more client of the control API and of the provider APIs.
import { App } from './app.js'
import { html } from './lib/html.js'
import { follow } from './lib/world.js'
import { render } from './vendor/preact.js'

const place = document.getElementById('room')
if (place) {
  place.replaceChildren()
  follow()
  render(html`<${App} />`, place)
}
