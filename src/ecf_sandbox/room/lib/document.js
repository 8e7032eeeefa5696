// The control document of an API: which calls there are, and what they take.
import { get } from './http.js'

/** @type {Map<string, Promise<any>>} */
const read = new Map()

/**
 * Return an OpenAPI document, read once.
 * @param {string} path
 * @returns {Promise<any>}
 */
export function documentAt(path) {
  const known = read.get(path)
  if (known) return known
  const reading = get(path).then((answer) => {
    if (!answer.ok) read.delete(path)
    return answer.json
  })
  read.set(path, reading)
  return reading
}

/** @typedef {{ id: string, method: string, path: string, summary: string, schema: any, examples: any }} Operation */

/**
 * The operations of a document that change something, each with the schema of its body.
 * @param {any} document
 * @returns {Operation[]}
 */
export function operationsOf(document) {
  return Object.entries(document?.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(/** @type {Record<string, any>} */ (item))
      .filter(([method]) => ['get', 'post', 'put', 'patch', 'delete'].includes(method))
      .map(([method, node]) => {
        const content = resolved(document, node.requestBody)?.content?.['application/json']
        return {
          id: node.operationId,
          method: method.toUpperCase(),
          path,
          summary: node.summary,
          schema: content?.schema ?? null,
          examples: content?.examples ?? {},
        }
      }),
  )
}

/**
 * An operation whose body is one of several things, as one operation for each.
 * @param {any} document
 * @param {Operation} operation
 * @returns {Operation[]}
 */
export function alternatives(document, operation) {
  const several = resolved(document, operation.schema)?.oneOf
  if (!several) return [operation]
  return several.map((/** @type {any} */ each) => {
    const title = resolved(document, each)?.title
    const summary = title ? `${operation.summary}: ${title.toLowerCase()}` : operation.summary
    return { ...operation, id: `${operation.id} ${title}`, summary, schema: each }
  })
}

/**
 * What a node refers to, or the node itself.
 * @param {any} document
 * @param {any} node
 */
export function resolved(document, node) {
  let found = node
  while (found?.$ref) {
    const path = found.$ref.slice(2).split('/')
    const target = path.reduce((/** @type {any} */ at, /** @type {string} */ part) => at?.[part], document)
    const { $ref, ...own } = found
    found = target && { ...target, ...own }
  }
  return found
}

/** @typedef {{ name: string, required: boolean, description: string, kind: 'choice' | 'truth' | 'number' | 'json' | 'text', options: (string | null)[], byDefault: unknown, optional: boolean, example: string, constant?: unknown }} Field */

/**
 * The fields of a schema's object, in order, for a form.
 * @param {any} document
 * @param {any} given
 * @returns {Field[]}
 */
export function fieldsOf(document, given) {
  const schema = resolved(document, given) ?? {}
  if (schema.oneOf) return fieldsOf(document, schema.oneOf[0])
  const inherited = (schema.allOf ?? []).flatMap((/** @type {any} */ each) =>
    each.if ? [] : fieldsOf(document, each),
  )
  const required = schema.required ?? []
  const own = Object.entries(schema.properties ?? {}).map(([name, node]) =>
    field(document, name, node, required),
  )
  return [
    ...own,
    ...inherited.filter((/** @type {Field} */ each) => !own.some((mine) => mine.name === each.name)),
  ]
}

/**
 * @param {any} document
 * @param {string} name
 * @param {any} node
 * @param {string[]} required
 * @returns {Field}
 */
function field(document, name, node, required) {
  const schema = resolved(document, node)
  const parts = [schema, ...(schema.anyOf ?? []).map((/** @type {any} */ each) => resolved(document, each))]
  const types = parts.flatMap((each) => each.type ?? (typeof each.const === 'boolean' ? 'boolean' : []))
  const options = [
    ...new Set(parts.flatMap((each) => each.enum ?? []).map((each) => (each === null ? null : String(each)))),
  ]
  const kind =
    options.length > 0
      ? 'choice'
      : types.includes('boolean')
        ? 'truth'
        : types.includes('integer')
          ? 'number'
          : types.includes('object') || types.includes('array')
            ? 'json'
            : 'text'
  const constant = 'const' in schema ? schema.const : schema.type === 'null' ? null : undefined
  return {
    name,
    constant: required.includes(name) ? constant : undefined,
    required: required.includes(name),
    description: schema.description ?? '',
    kind,
    options,
    byDefault: schema.default,
    optional: types.includes('null') || options.includes(null),
    example: String(schema.examples?.[0] ?? parts.find((each) => each.examples)?.examples[0] ?? ''),
  }
}
