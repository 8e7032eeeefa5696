// The events of a world, read as they come. `EventSource` could not send the admin token.
import { options } from './http.js'

/** @typedef {{ kind: string, data: any, id: number | null }} WorldEvent */

const LONGEST_WAIT = 5_000

/**
 * Listen to a world until told to stop. A connection that breaks is opened again, and goes on
 * after the last entry that came.
 * @param {string} world
 * @param {(event: WorldEvent) => void} take
 * @param {(status: 'open' | 'lost' | 'refused' | 'missing') => void} tell
 * @returns {() => void} what stops it
 */
export function listen(world, take, tell) {
  let stop = new AbortController()
  let stopped = false
  let after = 0
  let wait = 250

  async function once() {
    const path = `/sandbox/worlds/${encodeURIComponent(world)}/events?after=${after}`
    const response = await fetch(path, { ...options({ method: 'GET', path }), signal: stop.signal })
    if (response.status === 404) return tell('missing')
    if (response.status === 401 || response.status === 403) return tell('refused')
    if (!response.ok || !response.body) return tell('lost')
    tell('open')
    wait = 250
    for await (const event of events(response.body)) {
      if (event.kind === 'cleared') after = 0
      if (event.id !== null) after = event.id
      take(event)
    }
    if (!stopped) tell('lost')
  }

  async function forever() {
    while (!stopped) {
      if (document.hidden) await visible()
      try {
        await once()
      } catch {
        if (!stopped && !document.hidden) tell('lost')
      }
      if (!stopped && !document.hidden) await new Promise((resolve) => setTimeout(resolve, wait))
      wait = Math.min(wait * 2, LONGEST_WAIT)
    }
  }

  // Browsers open few connections to one server: a tab that nobody sees gives its own back.
  function pause() {
    if (!document.hidden) return
    stop.abort()
    stop = new AbortController()
  }

  document.addEventListener('visibilitychange', pause)
  forever()
  return () => {
    stopped = true
    document.removeEventListener('visibilitychange', pause)
    stop.abort()
  }
}

function visible() {
  return new Promise((resolve) => {
    document.addEventListener('visibilitychange', () => resolve(null), { once: true })
  })
}

/**
 * @param {ReadableStream<Uint8Array>} body
 * @returns {AsyncGenerator<WorldEvent>}
 */
async function* events(body) {
  const reader = body.pipeThrough(/** @type {any} */ (new TextDecoderStream())).getReader()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    text += value
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const event = parse(block)
      if (event) yield event
    }
  }
}

/**
 * @param {string} block
 * @returns {WorldEvent | null}
 */
function parse(block) {
  /** @type {Record<string, string>} */
  const fields = {}
  for (const line of block.split('\n')) {
    const [name, ...rest] = line.split(': ')
    if (name) fields[name] = rest.join(': ')
  }
  if (!fields.event || fields.data === undefined) return null
  return {
    kind: fields.event,
    data: JSON.parse(fields.data),
    id: fields.id === undefined ? null : Number(fields.id),
  }
}
