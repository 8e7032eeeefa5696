// Files for whoever looks.
import { options } from './http.js'

/**
 * Hand over some content as a file.
 * @param {string} name
 * @param {BlobPart} content
 * @param {string} type
 */
export function handOver(name, content, type) {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/**
 * Fetch a file from the control API and hand it over; return why that failed, or nothing.
 * @param {string} path
 * @param {string} name
 * @returns {Promise<string>}
 */
export async function download(path, name) {
  try {
    const response = await fetch(path, options({ method: 'GET', path }))
    if (!response.ok) return `The server answered ${response.status}.`
    handOver(name, await response.blob(), response.headers.get('content-type') ?? '')
    return ''
  } catch {
    return 'The server cannot be reached. Is it still running?'
  }
}

/**
 * Rows as CSV; what a spreadsheet would take for a formula is made text.
 * @param {(string | number)[][]} rows
 */
export function csv(rows) {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

/** @param {string | number} value */
function cell(value) {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
