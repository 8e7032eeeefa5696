// For whoever sees the sandbox for the first time.
import { apiModule } from '../apis/index.js'
import { Copy, Link, Waiting } from '../components/basics.js'
import { Searchable } from '../components/found.js'
import { Table } from '../components/table.js'
import { html } from '../lib/html.js'
import { useResource } from '../lib/resource.js'
import { pathTo } from '../lib/router.js'
import { api, now, ofWorld, rows, world } from '../lib/world.js'
import { Story } from './story.js'

export function Start() {
  const found = world.value
  if (!found) return null
  const module = apiModule()
  const first = found.providers[0]
  const call = module && first ? module.steps(found, now.value)[0]?.curl : undefined
  return html`<h1 class="govuk-heading-xl" tabindex="-1">Start here</h1>
    <p class="govuk-body-l">This is a copy of ${module?.title ?? `the API ${api.value?.name}`} on your own machine. The people do not exist, and the clock is yours to move.</p>
    ${
      call &&
      html`<h2 class="govuk-heading-m">Your first request</h2>
      <p class="govuk-body">Paste this in a terminal. The request appears under <${Link} to=${pathTo(found.id, 'requests')}>Requests<//> at once.</p>
      <pre class="room-pre room-curl" tabindex="0" role="region" aria-label="The first request as curl">${call}</pre>
      <p class="govuk-body room-actions"><${Copy} text=${call} label="Copy as curl" what="the first request" />
      ${rows.value.length > 0 && html`<span>${rows.value.length === 1 ? 'One request has' : `${rows.value.length} requests have`} come in so far.</span>`}</p>`
    }
    <${Tries} />
    <${People} />
    <h2 class="govuk-heading-m">Who may ask</h2>
    <p class="govuk-body">Each lead provider has a token of its own, which opens the API in this world only.</p>
    <${Tokens} providers=${found.providers} />
    <h2 class="govuk-heading-m">References</h2>
    <ul class="govuk-list govuk-list--bullet">
      <li><a class="govuk-link" href=${api.value?.name === 'v1' ? '/docs' : `/docs/${api.value?.name}`}>What a provider can ask of the API</a></li>
      <li><a class="govuk-link" href="/docs/control">What you can do to a world, from a program or a test</a></li>
    </ul>`
}

/** What to try: the story of a demo where the world tells one, else what every world is good for. */
function Tries() {
  const module = apiModule()
  const { answer } = useResource(ofWorld('/demo'), { live: false })
  const found = world.value
  if (!found || !answer) return html`<${Waiting} />`
  const story = answer.ok ? answer.json : { people: [], steps: [] }
  if (story.steps.length > 0) return html`<${Story} story=${story} />`
  if (!module) return null
  return html`<h2 class="govuk-heading-m">Five things to try</h2>
    <ol class="room-steps">${module.steps(found, now.value).map(
      (step) => html`<li key=${step.title}>
      <h3 class="govuk-heading-s">${step.view ? html`<${Link} to=${pathTo(found.id, step.view, step.id) + (step.query ?? '')}>${step.title}<//>` : step.title}</h3>
      <p class="govuk-body">${step.text}</p></li>`,
    )}</ol>`
}

/** Whom tests can rely on, and what each is good for. */
function People() {
  const { answer } = useResource(ofWorld('/personas'), { live: false })
  const personas = answer?.ok ? answer.json.personas : []
  if (personas.length === 0) return null
  return html`<h2 class="govuk-heading-m">Who is there</h2>
    <p class="govuk-body">Personas have the same ID in every world, and each stands in a situation that tests can rely on. Everybody else in the <${Link} to=${pathTo(world.value?.id ?? '', 'people')}>list of people<//> is made up from the world’s seed.</p>
    <${Searchable} rows=${personas} says=${(/** @type {any} */ each) => `${each.full_name} ${each.situation} ${each.purpose ?? ''} ${each.id}`} noun="persona" caption="Personas" few=${10}
      columns=${'purpose' in personas[0] ? [...PERSONA, PURPOSE] : PERSONA} keyOf=${(/** @type {any} */ each) => each.id} hint="Words of a situation, like void, transfer or mentor." />`
}

/** @type {import('../components/table.js').Column[]} */
const PERSONA = [
  {
    label: 'Name',
    cell: (each) =>
      html`<${Link} to=${pathTo(world.value?.id ?? '', 'people', each.id)}>${each.full_name}<//>`,
  },
  { label: 'Situation', cell: (each) => plain(each.situation) },
]
const PURPOSE = { label: 'What for', cell: (/** @type {any} */ each) => plain(each.purpose) }

/** @param {string} text of a document, in which code stands between backticks */
const plain = (text) => text.replaceAll('`', '')

/** @param {{ providers: import('../types').World['providers'] }} props */
export function Tokens({ providers }) {
  return html`<${Table} caption="Lead providers and their tokens" columns=${TOKENS} rows=${providers} keyOf=${(/** @type {any} */ each) => each.id} />`
}

/** @type {import('../components/table.js').Column[]} */
const TOKENS = [
  { label: 'Lead provider', cell: (each) => each.name },
  { label: 'Token', cell: (each) => html`<code>${each.token}</code>` },
  {
    label: '',
    cell: (each) => html`<${Copy} text=${each.token} label="Copy" what=${`the token of ${each.name}`} />`,
  },
]
