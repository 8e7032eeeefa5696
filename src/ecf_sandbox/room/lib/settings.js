// What the server told the page before it asked.

/** @typedef {{ name: string, prefix: string, editions: string[], document: string }} ServedApi */

/** @type {{ apis: ServedApi[], guarded: boolean }} */
export const settings = JSON.parse(document.body.dataset.settings ?? '{"apis":[],"guarded":false}')

/**
 * The API that worlds of an edition serve.
 * @param {string} edition
 * @returns {ServedApi | undefined}
 */
export function apiOfEdition(edition) {
  return settings.apis.find((api) => api.editions.includes(edition))
}
