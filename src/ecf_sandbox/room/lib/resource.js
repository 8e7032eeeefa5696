// What a view reads, read again when the world changes.
import { useEffect, useState } from '../vendor/hooks.js'
import { get } from './http.js'
import { changes } from './world.js'

/** @typedef {{ answer: import('./http.js').Answer | null, loading: boolean, again: () => void }} Resource */

/**
 * Read a path of the control API, and keep the last answer until the next one is there.
 * @param {string | null} path nothing is read without one
 * @param {{ live?: boolean }} [how] `live`: read again whenever the world changes
 * @returns {Resource}
 */
export function useResource(path, how = {}) {
  const [state, setState] = useState(/** @type {any} */ ({ path: null, answer: null }))
  const [times, setTimes] = useState(0)
  const change = how.live === false ? 0 : changes.value
  useEffect(() => {
    if (path === null) return
    let wanted = true
    get(path).then((answer) => wanted && setState({ path, answer }))
    return () => {
      wanted = false
    }
  }, [path, times, change])
  const answer = state.path === path ? state.answer : null
  return { answer, loading: answer === null, again: () => setTimes(times + 1) }
}
