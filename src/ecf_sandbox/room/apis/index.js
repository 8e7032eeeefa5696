// The APIs that the room knows more of than their control documents say.
import { api } from '../lib/world.js'
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
