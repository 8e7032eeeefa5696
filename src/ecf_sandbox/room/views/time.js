// The world's now, and ways to another one.
import { apiModule } from '../apis/index.js'
import { Choice, Input, Tag, Waiting } from '../components/basics.js'
import { TimelineView } from '../components/timeline.js'
import { announce } from '../lib/announce.js'
import { html } from '../lib/html.js'
import { send } from '../lib/http.js'
import { useResource } from '../lib/resource.js'
import { ask, query } from '../lib/router.js'
import { clockTime, day, wire } from '../lib/time.js'
import { clock, now, ofWorld, setClock } from '../lib/world.js'
import { useState } from '../vendor/hooks.js'
import { Moved } from './moved.js'

export function Time() {
  const [answer, setAnswer] = useState(/** @type {import('../lib/http.js').Answer | null} */ (null))
  const module = apiModule()
  /** @param {import('../lib/http.js').Call} call */
  async function make(call) {
    const told = await send(call)
    if (told.ok) setClock(told.json)
    setAnswer(told)
    if (told.ok) announce(`It is ${day(told.json.now)}`)
  }
  const advance = (/** @type {Record<string, unknown>} */ body) =>
    make({ method: 'POST', path: ofWorld('/clock/advance'), body })
  const set = (/** @type {Record<string, unknown>} */ body) =>
    make({ method: 'PUT', path: ofWorld('/clock'), body })
  const { ticking } = clock.value
  return html`<h1 class="govuk-heading-l" tabindex="-1">Time</h1>
    <p class="room-clock"><span class="room-clock-day">${day(now.value)}</span> <span class="room-clock-time">${clockTime(now.value)} UTC</span>
      <${Tag} tone=${ticking ? 'green' : 'blue'}>${ticking ? 'ticking' : 'frozen'}<//></p>
    <p class="govuk-body room-actions">
      <button type="button" class="room-button" onClick=${() => set({ ticking: !ticking })}>${ticking ? 'Freeze the clock' : 'Let it tick'}</button>
      <button type="button" class="room-button" onClick=${() => make({ method: 'DELETE', path: ofWorld('/clock') })}>Back to real time</button>
    </p>
    ${answer && html`<${Moved} answer=${answer} />`}
    ${module && html`<${Schedule} module=${module} advance=${advance} />`}
    <${Elsewhere} advance=${advance} />`
}

/**
 * @param {{ module: import('../types').ApiModule, advance: (body: Record<string, unknown>) => void }} props
 */
function Schedule({ module, advance }) {
  const schedules = useResource(ofWorld('/schedules'), { live: false })
  const data = schedules.answer?.json
  if (!data?.schedules) return html`<${Waiting} />`
  const options = module.schedules(data)
  const choice = query.value.get('schedule') ?? options[0]?.value ?? ''
  return html`<section aria-labelledby="schedule">
    <h2 class="govuk-heading-m" id="schedule">The milestones of a schedule</h2>
    <${Choice} label="Schedule" value=${choice} options=${options} onChange=${(/** @type {string} */ value) => ask({ schedule: value })} />
    <${TimelineView} timeline=${module.timeline(data, choice)} now=${now.value} onMove=${(/** @type {number} */ to) => advance({ to: wire(to) })} />
    <div class="room-actions">${module.landmarks(choice).map((each) => html`<button key=${each.label} type="button" class="govuk-button govuk-button--secondary" onClick=${() => advance(each.body)}>${each.label}</button>`)}</div>
  </section>`
}

/** @param {{ advance: (body: Record<string, unknown>) => void }} props */
function Elsewhere({ advance }) {
  const today = wire(now.value).slice(0, 10)
  const [date, setDate] = useState('')
  /** @param {SubmitEvent} event */
  function submit(event) {
    event.preventDefault()
    advance({ to: `${date || today}T${clockTime(now.value)}Z` })
  }
  const step = (/** @type {string} */ label, /** @type {string} */ by) =>
    html`<button type="button" class="room-button" onClick=${() => advance({ by })}>${label}</button>`
  return html`<section aria-labelledby="elsewhere"><h2 class="govuk-heading-m" id="elsewhere">Another date</h2>
    <form onSubmit=${submit} class="room-inline" novalidate>
      <${Input} label="Date" type="date" wide=${false} value=${date || today} onInput=${setDate} />
      <button class="govuk-button" type="submit">Go there</button>
    </form>
    <p class="govuk-body room-actions">${step('A month back', '-P1M')}${step('A week back', '-P1W')}${step('A day back', '-P1D')}${step('A day on', 'P1D')}${step('A week on', 'P1W')}${step('A month on', 'P1M')}</p>
  </section>`
}
