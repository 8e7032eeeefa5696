// A call as a line for the shell.

/**
 * @param {import('./http.js').Call} call
 * @returns {string}
 */
export function curl(call) {
  const parts = [quoted(location.origin + call.path)]
  if (call.method !== 'GET') parts.unshift(`-X ${call.method}`)
  if (call.token) parts.push(`-H ${quoted(`Authorization: Bearer ${call.token}`)}`)
  for (const [name, value] of Object.entries(call.headers ?? {})) {
    parts.push(`-H ${quoted(`${name}: ${value}`)}`)
  }
  if (call.body !== undefined) {
    parts.push(`-H ${quoted('Content-Type: application/json')}`)
    parts.push(`-d ${quoted(JSON.stringify(call.body))}`)
  } else if (call.type !== undefined) {
    parts.push(`-H ${quoted(`Content-Type: ${call.type}`)}`)
    parts.push(typeof call.raw === 'string' ? `--data-binary ${quoted(call.raw)}` : '--data-binary @FILE')
  }
  return ['curl -g', ...parts].join(' ')
}

/** @param {string} text */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`
}
