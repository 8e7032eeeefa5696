// Identifiers as people read them.

/** @type {Record<string, string>} */
const ACRONYMS = {
  id: 'ID',
  trn: 'TRN',
  urn: 'URN',
  qts: 'QTS',
  ect: 'ECT',
  ecf: 'ECF',
  api: 'API',
  september: 'September',
  january: 'January',
  april: 'April',
}

/**
 * Like "Teacher reference number" for `teacher_reference_number`.
 * @param {string} identifier
 */
export function words(identifier) {
  const parts = identifier.split(/[_-]/).map((each) => ACRONYMS[each] ?? each)
  const text = parts.join(' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/**
 * A value of a fact, for people.
 * @param {unknown} value
 */
export function shown(value) {
  if (value === null || value === undefined) return 'Not known'
  if (value === true) return 'Yes'
  if (value === false) return 'No'
  return String(value)
}

/**
 * A number with its noun.
 * @param {number} number
 * @param {string} noun
 * @param {string} [plural]
 */
export function count(number, noun, plural = `${noun}s`) {
  return `${number.toLocaleString('en-GB')} ${number === 1 ? noun : plural}`
}
