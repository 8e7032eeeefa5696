// Delivery partners: their names, and which providers work with them in which years.
import { Choice } from '../components/basics.js'
import { Told } from '../components/call.js'
import { Searchable } from '../components/found.js'
import { filled, OperationForm } from '../components/operation.js'
import { operationsOf } from '../lib/document.js'
import { html } from '../lib/html.js'
import { send } from '../lib/http.js'
import { providerName, world } from '../lib/world.js'
import { useState } from '../vendor/hooks.js'

/** @typedef {{ data: import('./schools.js').Organisations, document: any }} Props */

/** @param {Props} props */
export function DeliveryPartners({ data, document }) {
  const [chosen, setChosen] = useState('')
  const id = chosen || data.partners[0]?.id
  return html`<${Searchable} rows=${data.partners} says=${(/** @type {any} */ each) => `${each.name} ${each.id}`} noun="delivery partner" caption="Delivery partners"
      columns=${COLUMNS} keyOf=${(/** @type {any} */ each) => each.id} hint="Words of a name, or an ID." />
    <h2 class="govuk-heading-m">As the department</h2>
    <${OperationForm} document=${document} id="addDeliveryPartner" button="Add" done=${data.again} />
    ${
      id &&
      html`<${Choice} label="Delivery partner" value=${id} options=${optionsOf(data.partners)} onChange=${setChosen} />
      <${OperationForm} key=${id} document=${document} id="updateDeliveryPartner" path=${{ id }} title="Rename it" button="Rename" done=${data.again} />
      <${Links} data=${data} document=${document} id=${id} />`
    }`
}

/** @param {Props & { id: string }} props */
function Links({ data, document, id }) {
  const providers = world.value?.providers ?? []
  const [provider, setProvider] = useState(providers[0]?.id ?? '')
  const [year, setYear] = useState(data.cohorts.at(-1)?.year ?? '')
  const [answer, setAnswer] = useState(/** @type {import('../lib/http.js').Answer | null} */ (null))
  /** @param {string} name of the operation */
  async function make(name) {
    const operation = operationsOf(document).find((each) => each.id === name)
    if (!operation) return
    const path = filled(operation.path, { id, provider, year })
    setAnswer(await send({ method: operation.method, path }))
    data.again()
  }
  return html`<div class="room-fields">
      <${Choice} label="Provider" value=${provider} options=${providers.map((each) => ({ value: each.id, label: each.name }))} onChange=${setProvider} />
      <${Choice} label="Cohort" value=${year} options=${data.cohorts.map((each) => ({ value: each.year, label: each.year }))} onChange=${setYear} />
    </div>
    <p class="room-actions"><button type="button" class="room-button" onClick=${() => make('linkDeliveryPartner')}>Let them work together</button>
      <button type="button" class="room-button" onClick=${() => make('unlinkDeliveryPartner')}>End that</button></p>
    <${Told} answer=${answer} done="Done." />`
}

/** @param {any[]} partners @returns {import('../types').Option[]} */
export const optionsOf = (partners) => partners.map((each) => ({ value: each.id, label: each.name }))

/** @type {import('../components/table.js').Column[]} */
const COLUMNS = [
  { label: 'Delivery partner', cell: (each) => each.name },
  {
    label: 'Works with',
    cell: (each) => each.links.map(linked).join('; ') || 'Nobody yet',
  },
]

/** @param {{ provider: string, years: string[] }} link */
const linked = ({ provider, years }) => `${providerName(provider)} (${years.join(', ')})`
