// Calls of the control API and of the provider API, and what is told of each.
import { signal } from '../vendor/signals.js'
import { adminToken, tokenRefused } from './token.js'

/**
 * @typedef {object} Call
 * @property {string} method
 * @property {string} path with its query
 * @property {unknown} [body] sent as JSON
 * @property {BodyInit} [raw] sent as it is
 * @property {string} [type] of what is sent raw
 * @property {string} [token] of a provider; without one it is a control call
 * @property {Record<string, string>} [headers]
 */

/**
 * @typedef {object} Answer
 * @property {Call} call
 * @property {number} status 0 where the server could not be reached
 * @property {boolean} ok
 * @property {any} json null for what is not JSON
 * @property {string} text
 * @property {number} ms
 */

const JSON_TYPE = /[/+]json\b/

/** Whether the server answered the last call; false once it could not be reached. */
export const reachable = signal(true)

/**
 * Make a call. It never throws: a server that is gone is an answer with status 0.
 * @param {Call} call
 * @returns {Promise<Answer>}
 */
export async function send(call) {
  const began = performance.now()
  const sent = adminToken.value
  try {
    const response = await fetch(call.path, options(call))
    const text = await response.text()
    reachable.value = true
    const refused = response.status === 401 && call.token === undefined
    if (refused && sent === adminToken.value) tokenRefused.value = true
    return answered(call, response, text, performance.now() - began)
  } catch {
    reachable.value = false
    return { call, status: 0, ok: false, json: null, text: '', ms: performance.now() - began }
  }
}

/**
 * Read from the control API.
 * @param {string} path
 */
export function get(path) {
  return send({ method: 'GET', path })
}

/**
 * What to send, and how.
 * @param {Call} call
 * @returns {RequestInit}
 */
export function options(call) {
  const headers = new Headers(call.headers)
  const bearer = call.token ?? adminToken.value
  if (bearer !== null) headers.set('Authorization', `Bearer ${bearer}`)
  if (call.body !== undefined) headers.set('Content-Type', 'application/json')
  if (call.type !== undefined) headers.set('Content-Type', call.type)
  const body = call.body === undefined ? call.raw : JSON.stringify(call.body)
  return { method: call.method, headers, body, cache: 'no-store' }
}

/**
 * In words, why a call was refused; empty where it was not.
 * @param {Answer} answer
 * @returns {string}
 */
export function refusal(answer) {
  if (answer.ok) return ''
  if (answer.status === 0) return 'The server cannot be reached. Is it still running?'
  const told = answer.json?.error?.message ?? answer.json?.error
  if (typeof told === 'string') return told
  const errors = answer.json?.errors
  if (Array.isArray(errors)) return errors.map((each) => each.detail ?? each.title).join(' ')
  return `The server answered ${answer.status}.`
}

/**
 * @param {Call} call
 * @param {Response} response
 * @param {string} text
 * @param {number} ms
 * @returns {Answer}
 */
function answered(call, response, text, ms) {
  const json = JSON_TYPE.test(response.headers.get('content-type') ?? '') ? parsed(text) : null
  return { call, status: response.status, ok: response.ok, json, text, ms }
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
