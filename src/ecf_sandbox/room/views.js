// Which views there are, and their modules, which come when a view is looked at first.
import { apiModule } from './apis/index.js'
import { html } from './lib/html.js'
import { reachable } from './lib/http.js'
import { useEffect, useState } from './vendor/hooks.js'

/** @typedef {(id: string | null) => any} Shown */
/** @typedef {{ view: string, title: string, load: () => Promise<Shown>, needs?: 'api' | 'schools' }} View */

/** @type {View[]} */
export const VIEWS = [
  {
    view: 'start',
    title: 'Start here',
    load: () => import('./views/start.js').then((of) => () => html`<${of.Start} />`),
  },
  {
    view: 'time',
    title: 'Time',
    load: () => import('./views/time.js').then((of) => () => html`<${of.Time} />`),
  },
  {
    view: 'people',
    title: 'People',
    needs: 'api',
    load: async () => {
      const [{ People }, { Person }] = await Promise.all([
        import('./views/people.js'),
        import('./views/person.js'),
      ])
      return (id) => (id ? html`<${Person} key=${id} id=${id} />` : html`<${People} />`)
    },
  },
  {
    view: 'requests',
    title: 'Requests',
    load: async () => {
      const [{ Requests }, { Entry }] = await Promise.all([
        import('./views/requests.js'),
        import('./views/entry.js'),
      ])
      return (id) => (id ? html`<${Entry} key=${id} id=${id} />` : html`<${Requests} />`)
    },
  },
  {
    view: 'money',
    title: 'Money',
    needs: 'api',
    load: () => import('./views/money.js').then((of) => () => html`<${of.Money} />`),
  },
  {
    view: 'schools',
    title: 'Schools',
    needs: 'schools',
    load: () => import('./views/schools.js').then((of) => (id) => html`<${of.Schools} key=${id} id=${id} />`),
  },
  {
    view: 'control',
    title: 'Control calls',
    load: () => import('./views/control-journal.js').then((of) => () => html`<${of.ControlJournal} />`),
  },
  {
    view: 'rules',
    title: 'Rules',
    load: () => import('./views/rules.js').then((of) => (id) => html`<${of.Rules} key=${id} id=${id} />`),
  },
  {
    view: 'faults',
    title: 'Faults and limits',
    load: () => import('./views/faults.js').then((of) => () => html`<${of.Faults} />`),
  },
  {
    view: 'world',
    title: 'World',
    load: () => import('./views/world.js').then((of) => () => html`<${of.WorldView} />`),
  },
]

/** @type {View} */
export const ALL_WORLDS = {
  view: 'worlds',
  title: 'Worlds',
  load: () => import('./views/worlds.js').then((of) => () => html`<${of.Worlds} />`),
}

/**
 * Whether the world's API has what a view shows.
 * @param {View} view
 */
export function has(view) {
  const module = apiModule()
  return !view.needs || Boolean(view.needs === 'schools' ? module?.schools : module)
}

/** @type {Map<View, Shown | 'failed'>} */
const loaded = new Map()

/**
 * What shows a view: null until its modules are here, `failed` where they are not to be had.
 * @param {View | undefined} view
 * @returns {Shown | 'failed' | null}
 */
export function useShown(view) {
  const [, look] = useState(0)
  useEffect(() => {
    if (!view || typeof loaded.get(view) === 'function') return
    bring(view)
      .catch(() => loaded.set(view, 'failed'))
      .then(() => look((times) => times + 1))
  }, [view, reachable.value])
  return (view && loaded.get(view)) ?? null
}

/** Bring the modules of all views, so that none is missed when the server goes away. */
export async function bringAll() {
  try {
    for (const view of [...VIEWS, ALL_WORLDS]) await bring(view)
  } catch {
    // It went away already. Each is asked for again when it is looked at.
  }
}

/** @param {View} view */
async function bring(view) {
  if (typeof loaded.get(view) !== 'function') loaded.set(view, await view.load())
}
