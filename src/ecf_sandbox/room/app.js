// The frame that every view stands in.
import { Link, Notice, Tag, Waiting } from './components/basics.js'
import { TokenForm } from './components/token-form.js'
import { announcement } from './lib/announce.js'
import { html } from './lib/html.js'
import { reachable } from './lib/http.js'
import { go, pathTo, route } from './lib/router.js'
import { clockTime, day } from './lib/time.js'
import { tokenWanted } from './lib/token.js'
import { clock, connection, faultsAndLimit, now, world, worldId, worlds } from './lib/world.js'
import { useEffect, useRef, useState } from './vendor/hooks.js'
import { ALL_WORLDS, has, VIEWS } from './views.js'

export function App() {
  const { view, id } = route.value
  const main = useRef(/** @type {HTMLElement | null} */ (null))
  const found = [...VIEWS, ALL_WORLDS].find((each) => each.view === view)
  const title = found?.title ?? 'Not found'
  useEffect(() => {
    document.title = `${title} – ${worldId.value ?? 'ecf-sandbox'} – ecf-sandbox`
  }, [title, worldId.value])
  useEffect(() => {
    // What was chosen is read out, and the keyboard goes on from there.
    if (main.current?.dataset.shown !== undefined) main.current.querySelector('h1')?.focus()
    if (main.current) main.current.dataset.shown = view
    window.scrollTo(0, 0)
  }, [view, id, worldId.value])
  return html`
    <a href="#main" class="govuk-skip-link" onClick=${skip}>Skip to main content</a>
    <${Header} />
    <div class="room-width">
      <section aria-label="Notices"><${Signs} /></section>
      <main class="room-main" id="main" tabindex="-1" ref=${main}>
        ${tokenWanted() ? html`<${TokenForm} />` : html`<${Page} found=${found} />`}
      </main>
    </div>
    <${Footer} />
    <div class="govuk-visually-hidden" aria-live="polite" role="status">${announcement.value}</div>`
}

/** @param {{ found: import('./views.js').View | undefined }} props */
function Page({ found }) {
  if (found !== ALL_WORLDS) {
    if (worlds.value === null)
      return html`<${Waiting} text=${reachable.value ? 'Loading' : 'Waiting for the server'} />`
    if (world.value === null) return html`<${NoWorld} />`
    if (!found || !has(found)) return html`<${Nowhere} />`
  }
  return found.show(route.value.id)
}

/** @param {MouseEvent} event */
function skip(event) {
  event.preventDefault()
  document.getElementById('main')?.focus()
}

function Header() {
  return html`<header class="room-header">
    <div class="room-width room-header-row">
      <${Link} to="/" class="room-brand">ecf-sandbox<span class="room-brand-note"> control room</span><//>
      ${worlds.value && worlds.value.length > 0 && html`<${Picker} />`}
      ${clock.value.told > 0 && world.value && html`<${Now} />`}
    </div>
    ${world.value && !tokenWanted() && html`<${Menu} />`}
  </header>`
}

function Menu() {
  const [open, setOpen] = useState(false)
  const { view } = route.value
  useEffect(() => setOpen(false), [view])
  return html`<nav class="room-nav" aria-label="Views of the world">
    <div class="room-width room-nav-menu"><button type="button" class="room-nav-button" aria-expanded=${open} aria-controls="room-nav" onClick=${() => setOpen(!open)}>Menu</button></div>
    <ul class=${`room-width ${open ? 'is-open' : ''}`} id="room-nav">
      ${VIEWS.filter(has).map(
        (each) => html`<li key=${each.view}>
        <${Link} class="room-nav-link" to=${pathTo(worldId.value ?? '', each.view)} current=${view === each.view}>${each.title}<//>
      </li>`,
      )}
      <li><${Link} class="room-nav-link" to="/room/worlds" current=${view === 'worlds'}>All worlds<//></li>
    </ul></nav>`
}

function Picker() {
  const id = worldId.value ?? ''
  const ids = (worlds.value ?? []).map((each) => each.id)
  const choices = ids.includes(id) ? ids : [id, ...ids]
  return html`<div class="room-picker"><label for="room-world">World</label>
    <select id="room-world" class="room-picker-select" value=${id} onChange=${(/** @type {any} */ event) => go(pathTo(event.currentTarget.value, movable()))}>
      ${choices.map((each) => html`<option key=${each} value=${each} selected=${each === id}>${each}</option>`)}
    </select></div>`
}

/** The view to stay on in another world. */
function movable() {
  const { view } = route.value
  return VIEWS.some((each) => each.view === view && each.needs !== 'schools') ? view : 'start'
}

function Now() {
  return html`<p class="room-now"><span class="room-now-label">It is </span>
    <${Link} class="room-now-link" to=${pathTo(worldId.value ?? '', 'time')}>${day(now.value)}, ${clockTime(now.value)}<//>
    <${Tag} tone=${clock.value.ticking ? 'green' : 'blue'}>${clock.value.ticking ? 'ticking' : 'frozen'}<//></p>`
}

function Signs() {
  const { faults, rateLimit } = faultsAndLimit.value
  return html`
    ${
      !reachable.value &&
      html`<${Notice} kind="error" title="The server cannot be reached.">
      <p class="govuk-body">Is it still running? Start it again with <code>ecf-sandbox serve</code>. This page goes on by itself when it is back.</p><//>`
    }
    ${
      reachable.value &&
      connection.value === 'lost' &&
      html`<${Notice} kind="warning" title="The live view was cut off.">
      <p class="govuk-body">Trying to go on. What you see may be old.</p><//>`
    }
    ${connection.value === 'missing' && world.value !== null && html`<${Notice} kind="error" title="This world was deleted."><p class="govuk-body">What you see is how it was. <${Link} to="/room/worlds">Choose another world<//>.</p><//>`}
    ${
      (faults > 0 || rateLimit) &&
      html`<${Notice} kind="warning" title="This world fails on purpose.">
      <p class="govuk-body">${[faults > 0 && `${faults === 1 ? 'A fault is' : `${faults} faults are`} set.`, rateLimit && `A token has ${rateLimit.requests} requests in ${rateLimit.seconds} seconds.`].filter(Boolean).join(' ')} ${' '}
      <${Link} to=${pathTo(worldId.value ?? '', 'faults')}>See or end it<//>.</p><//>`
    }`
}

function NoWorld() {
  const id = route.value.world
  return html`<h1 class="govuk-heading-l" tabindex="-1">${id ? 'There is no such world' : 'There is no world yet'}</h1>
    <p class="govuk-body">${id ? html`The server has no world called “${id}”. It may have been deleted.` : 'Make one, and it is ready in a moment.'}</p>
    <p class="govuk-body"><${Link} to="/room/worlds">${id ? 'See all worlds' : 'Make a world'}<//></p>`
}

function Nowhere() {
  return html`<h1 class="govuk-heading-l" tabindex="-1">There is no such page</h1>
    <p class="govuk-body">Check the address, or <${Link} to="/">start again<//>.</p>`
}

function Footer() {
  const name = route.value.world === null ? '' : worldId.value
  return html`<footer class="room-footer"><div class="room-width">
    <p class="govuk-body-s">References: <a class="govuk-link" href="/docs">API v1</a>, <a class="govuk-link" href="/docs/v3">API v3</a>, <a class="govuk-link" href="/docs/control">control API</a>.
    Everybody in here is made up${name ? `, in the world “${name}”` : ''}.</p>
  </div></footer>`
}
