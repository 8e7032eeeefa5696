// The worlds of the server, and the one that is looked at: its clock, its rows, its faults.
import { computed, effect, signal } from '../vendor/signals.js'
import { listen } from './feed.js'
import { get } from './http.js'
import { route } from './router.js'
import { apiOfEdition } from './settings.js'
import { adminToken, tokenWanted } from './token.js'

/** @typedef {import('../types').World} World */
/** @typedef {import('../types').Row} Row */
/** @typedef {'connecting' | 'open' | 'lost' | 'refused' | 'missing'} Connection */

const MOST_ROWS = 500

/** @type {import('../vendor/signals.js').Signal<World[] | null>} */
export const worlds = signal(null)

/** @type {import('../vendor/signals.js').Signal<Connection>} */
export const connection = signal('connecting')

/** The clock as it was told last, and when. */
export const clock = signal({ now: 0, ticking: false, told: 0 })

/** What fails on purpose. */
export const faultsAndLimit = signal({ faults: 0, rateLimit: /** @type {any} */ (null) })

/** Counts up when the world may look different. */
export const changes = signal(0)

/** The newest requests, newest first.
 * @type {import('../vendor/signals.js').Signal<Row[]>} */
export const rows = signal([])

/** How many requests the feed left out. */
export const skipped = signal(0)

/** Whether the journal was emptied while we looked. */
export const emptied = signal(false)

/** The id of the world that is looked at. */
export const worldId = computed(() => route.value.world ?? worlds.value?.[0]?.id ?? null)

/** The world that is looked at, null while it is not known. */
export const world = computed(() => worlds.value?.find((each) => each.id === worldId.value) ?? null)

/** The API that the world serves. */
export const api = computed(() => (world.value ? apiOfEdition(world.value.edition) : undefined))

const tick = signal(performance.now())
setInterval(() => {
  if (clock.value.ticking && !document.hidden) tick.value = performance.now()
}, 1000)

/** The world's now in milliseconds, which goes on while its clock ticks. */
export const now = computed(() => {
  const { now: at, ticking, told } = clock.value
  return ticking ? at + Math.max(0, tick.value - told) : at
})

/**
 * What a provider is called.
 * @param {string | null | undefined} id
 * @returns {string}
 */
export function providerName(id) {
  return world.value?.providers.find((each) => each.id === id)?.name ?? id ?? 'None'
}

/** Read which worlds there are. */
export async function loadWorlds() {
  const answer = await get('/sandbox/worlds')
  if (answer.ok) worlds.value = answer.json.worlds
  return answer
}

/**
 * The path of a call about the world that is looked at.
 * @param {string} [rest]
 */
export function ofWorld(rest = '') {
  return `/sandbox/worlds/${encodeURIComponent(worldId.value ?? '')}${rest}`
}

/** Follow whichever world is looked at. */
export function follow() {
  effect(() => {
    if (!tokenWanted()) loadWorlds()
  })
  effect(() => {
    const id = worldId.value
    adminToken.value
    if (id === null || tokenWanted()) return
    forget()
    return listen(id, take, (status) => {
      connection.value = status
      if (status === 'missing' || status === 'open') loadWorlds()
    })
  })
}

function forget() {
  connection.value = 'connecting'
  rows.value = []
  skipped.value = 0
  emptied.value = false
  faultsAndLimit.value = { faults: 0, rateLimit: null }
}

/** @param {import('./feed.js').WorldEvent} event */
function take(event) {
  if (event.kind === 'state') takeState(event.data)
  else if (event.kind === 'entry') collect(event.data)
  else if (event.kind === 'skipped') skipped.value += event.data.entries
  else if (event.kind === 'gone') connection.value = 'missing'
  else if (event.kind === 'cleared') {
    rows.value = []
    skipped.value = 0
    emptied.value = true
  }
}

/** @param {any} state */
function takeState(state) {
  setClock(state.clock)
  faultsAndLimit.value = { faults: state.faults, rateLimit: state.rate_limit }
  changed()
}

/**
 * Show a clock that an answer told.
 * @param {{ now: string, ticking: boolean }} told
 */
export function setClock(told) {
  const at = performance.now()
  tick.value = at
  clock.value = { now: Date.parse(told.now), ticking: told.ticking, told: at }
}

let due = 0
/** Let the views look again, at most once a second. */
function changed() {
  const wait = Math.max(0, due - performance.now())
  if (wait > 1000) return
  due = performance.now() + wait + 1000
  setTimeout(() => {
    changes.value += 1
  }, wait)
}

/** @type {Row[]} */
let arrived = []
/**
 * Rows that arrive together are shown together.
 * @param {Row} row
 */
function collect(row) {
  if (arrived.length === 0) requestAnimationFrame(showArrived)
  arrived.push(row)
}

function showArrived() {
  emptied.value = false
  rows.value = [...arrived.reverse(), ...rows.value].slice(0, MOST_ROWS)
  arrived = []
}
