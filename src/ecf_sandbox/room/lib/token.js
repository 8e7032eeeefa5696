// The admin token, where the server has one: for this tab's session, and nowhere else.
import { batch, signal } from '../vendor/signals.js'
import { settings } from './settings.js'

const KEY = 'ecf-sandbox-admin-token'

/** @type {import('../vendor/signals.js').Signal<string | null>} */
export const adminToken = signal(sessionStorage.getItem(KEY))

/** Whether the server has refused what we have. */
export const tokenRefused = signal(false)

/** Whether somebody has to give a token before anything can be shown. */
export function tokenWanted() {
  return settings.guarded && (adminToken.value === null || tokenRefused.value)
}

/** @param {string} token */
export function keepToken(token) {
  sessionStorage.setItem(KEY, token)
  batch(() => {
    adminToken.value = token
    tokenRefused.value = false
  })
}
