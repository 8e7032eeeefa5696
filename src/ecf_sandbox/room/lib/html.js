// Markup as tagged templates: what comes out of a world is put in as text, never as markup.
import htm from '../vendor/htm.js'
import { h } from '../vendor/preact.js'

export const html = htm.bind(h)
