// The APIs that the room knows more of than their control documents say.
import { useResource } from '../lib/resource.js'
import { day } from '../lib/time.js'
import { api, ofWorld } from '../lib/world.js'
import { v1 } from './v1/index.js'
import { v3 } from './v3/index.js'

/** @type {Record<string, import('../types').ApiModule>} */
const modules = { v1, v3 }

/**
 * What is known of the API that the world serves.
 * @returns {import('../types').ApiModule | undefined}
 */
export function apiModule() {
  return api.value && modules[api.value.name]
}

/**
 * The day of a moment, where the world's API is used.
 * @param {string | number} at
 */
export const dayOf = (at) => (apiModule()?.day ?? day)(at)

/**
 * The years of the world's cohorts, as its control API tells them.
 * @returns {string[]}
 */
export function useCohorts() {
  const module = apiModule()
  const { answer } = useResource(module ? ofWorld(module.cohorts.path) : null, { live: false })
  return answer?.ok && module ? module.cohorts.of(answer.json) : []
}
