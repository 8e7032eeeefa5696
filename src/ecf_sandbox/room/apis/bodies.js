// What the provider APIs' bodies and forms have in common.
import { words } from '../lib/words.js'

/** @typedef {import('../types').ActField} ActField */
/** @typedef {import('../types').Act} Act */

/** @param {string} value @returns {import('../types').Option} */
export const option = (value) => ({ value, label: words(value).replace(/ (\d)$/, '-$1') })

/** The twelve schedules' identifiers. */
export const SCHEDULES = ['standard', 'extended', 'reduced', 'replacement'].flatMap((kind) =>
  ['september', 'january', 'april'].map((month) => `ecf-${kind}-${month}`),
)

/** @param {Record<string, string>} values what is empty is left out */
export const given = (values) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))

/**
 * @param {string} type
 * @param {Record<string, unknown>} attributes
 */
export const envelope = (type, attributes) => ({ data: { type, attributes } })

/** @param {string} role */
export const course = (role) => (role === 'mentor' ? 'ecf-mentor' : 'ecf-induction')

/** @param {string[]} reasons @returns {ActField} */
export function reason(reasons) {
  return { name: 'reason', label: 'Reason', options: reasons.map(option), value: reasons[0] ?? '' }
}

/** @param {string} value @returns {ActField} */
export function schedule(value) {
  return { name: 'schedule_identifier', label: 'Schedule', options: SCHEDULES.map(option), value }
}

/** @param {string[]} cohorts @param {string} value @returns {ActField} */
export function cohort(cohorts, value) {
  return { name: 'cohort', label: 'Cohort', options: cohorts.map(option), value }
}
