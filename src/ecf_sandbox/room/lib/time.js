// Moments in words. A world's time is UTC, whatever the browser's own is.

const DAY = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
})
const LONDON = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
})
const SHORT = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
})
const CLOCK = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})
const LOCAL = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

export const DAY_MS = 86_400_000

/** @param {string | number} at like "25 November 2021" */
export const day = (at) => DAY.format(new Date(at))

/** @param {string | number} at like "25 November 2021", in London */
export const londonDay = (at) => LONDON.format(new Date(at))

/** @param {string | number} at like "25 Nov 2021" */
export const shortDay = (at) => SHORT.format(new Date(at))

/** @param {string | number} at like "09:00:00" */
export const clockTime = (at) => CLOCK.format(new Date(at))

/** @param {string | number} at like "09:00:00", by the browser's own clock */
export const localTime = (at) => LOCAL.format(new Date(at))

/** @param {string | number} at like "25 November 2021 at 09:00:00" */
export const moment = (at) => `${day(at)} at ${clockTime(at)}`

/** @param {number} at as the APIs write it, to the second */
export const wire = (at) => `${new Date(at).toISOString().slice(0, 19)}Z`

/** @param {number} at the midnight of its day */
export const midnight = (at) => Math.floor(at / DAY_MS) * DAY_MS
