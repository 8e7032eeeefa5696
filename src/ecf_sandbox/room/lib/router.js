// Where we are: every view has a path and a query, which survive reload, back and sharing.
import { computed, signal } from '../vendor/signals.js'

/** @typedef {{ world: string | null, view: string, id: string | null }} Route */

const address = signal(location.pathname + location.search)

/** The query of the view. */
export const query = computed(() => new URLSearchParams(address.value.split('?')[1] ?? ''))

/** What is to be shown. */
export const route = computed(() => parse(address.value.split('?')[0] ?? '/'))

window.addEventListener('popstate', () => {
  address.value = location.pathname + location.search
})

/**
 * Go to a view.
 * @param {string} to
 * @param {{ replace?: boolean }} [how]
 */
export function go(to, how = {}) {
  if (to === location.pathname + location.search) return
  history[how.replace ? 'replaceState' : 'pushState'](null, '', to)
  address.value = to
}

/**
 * Change the query of the view, and stay on it.
 * @param {Record<string, string>} changes an empty value takes a word away
 */
export function ask(changes) {
  const next = new URLSearchParams(query.value)
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') next.delete(name)
    else next.set(name, value)
  }
  const text = next.toString()
  go(location.pathname + (text && `?${text}`), { replace: true })
}

/**
 * The path of a view of a world.
 * @param {string} world
 * @param {string} view
 * @param {string} [id]
 */
export function pathTo(world, view, id) {
  const parts = ['', 'room', 'worlds', world, view, ...(id === undefined ? [] : [id])]
  return parts.map(encodeURIComponent).join('/')
}

/**
 * @param {string} path
 * @returns {Route}
 */
function parse(path) {
  const [room, worlds, world, view, id] = path.split('/').slice(1).map(decoded)
  if (room !== 'room' || !worlds) return { world: null, view: 'start', id: null }
  if (worlds !== 'worlds') return { world: null, view: 'nowhere', id: null }
  return { world: world || null, view: world ? view || 'start' : 'worlds', id: id || null }
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
