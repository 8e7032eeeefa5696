// What a screen reader is told.
import { signal } from '../vendor/signals.js'

/** The last thing that was told. */
export const announcement = signal('')

/** @param {string} text */
export function announce(text) {
  announcement.value = announcement.value === text ? `${text}\u00a0` : text
}
