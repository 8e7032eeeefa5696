// The story of a demo: whom it is about, and what to try, each step to be made from here.
import { Copy, Link } from '../components/basics.js'
import { Told } from '../components/call.js'
import { Table } from '../components/table.js'
import { curl } from '../lib/curl.js'
import { html } from '../lib/html.js'
import { send } from '../lib/http.js'
import { pathTo } from '../lib/router.js'
import { world } from '../lib/world.js'
import { useState } from '../vendor/hooks.js'
import { Refusal } from './refusal.js'

/** @typedef {{ text: string, method: string, path: string, provider: string | null, body: unknown }} Step */
/** @typedef {{ people: { id: string, name: string, part: string }[], steps: Step[] }} Told */

/** @param {{ story: Told }} props */
export function Story({ story }) {
  return html`<h2 class="govuk-heading-m">The story so far</h2>
    <${Table} caption="People in the story" columns=${COLUMNS} rows=${story.people} keyOf=${(/** @type {any} */ each) => each.id} />
    <h2 class="govuk-heading-m">What to try, in this order</h2>
    <ol class="room-steps">${story.steps.map((step, index) => html`<li key=${index}><${OneStep} step=${step} /></li>`)}</ol>`
}

/** @param {{ step: Step }} props */
function OneStep({ step }) {
  const [answer, setAnswer] = useState(/** @type {import('../lib/http.js').Answer | null} */ (null))
  const token = world.value?.providers.find((each) => each.id === step.provider)?.token
  const { method, path, body } = step
  const call = { method, path, ...(token ? { token } : {}), ...(body === null ? {} : { body }) }
  const title = step.text.replace(/:$/, '.')
  return html`<h3 class="govuk-heading-s">${title}</h3>
    <p class="room-actions"><button type="button" class="room-button" onClick=${async () => setAnswer(await send(call))}>Do it<span class="govuk-visually-hidden">: ${title}</span></button>
      <${Copy} text=${curl(call)} label="Copy as curl" what=${title} /></p>
    <${Told} answer=${answer} done="Done.">${answer && !answer.ok && html`<${Refusal} answer=${answer} />`}<//>`
}

/** @type {import('../components/table.js').Column[]} */
const COLUMNS = [
  {
    label: 'Name',
    cell: (each) => html`<${Link} to=${pathTo(world.value?.id ?? '', 'people', each.id)}>${each.name}<//>`,
  },
  { label: 'Their part', cell: (each) => each.part },
]
