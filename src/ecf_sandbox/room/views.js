// Which views there are.
import { apiModule } from './apis/index.js'
import { html } from './lib/html.js'
import { ControlJournal } from './views/control-journal.js'
import { Entry } from './views/entry.js'
import { Faults } from './views/faults.js'
import { Money } from './views/money.js'
import { People } from './views/people.js'
import { Person } from './views/person.js'
import { Requests } from './views/requests.js'
import { Rules } from './views/rules.js'
import { Schools } from './views/schools.js'
import { Start } from './views/start.js'
import { Time } from './views/time.js'
import { WorldView } from './views/world.js'
import { Worlds } from './views/worlds.js'

/** @typedef {{ view: string, title: string, show: (id: string | null) => any, needs?: 'api' | 'schools' }} View */

/** @type {View[]} */
export const VIEWS = [
  { view: 'start', title: 'Start here', show: () => html`<${Start} />` },
  { view: 'time', title: 'Time', show: () => html`<${Time} />` },
  {
    view: 'people',
    title: 'People',
    needs: 'api',
    show: (id) => (id ? html`<${Person} key=${id} id=${id} />` : html`<${People} />`),
  },
  {
    view: 'requests',
    title: 'Requests',
    show: (id) => (id ? html`<${Entry} key=${id} id=${id} />` : html`<${Requests} />`),
  },
  { view: 'money', title: 'Money', needs: 'api', show: () => html`<${Money} />` },
  {
    view: 'schools',
    title: 'Schools',
    needs: 'schools',
    show: (id) => html`<${Schools} key=${id} id=${id} />`,
  },
  { view: 'control', title: 'Control calls', show: () => html`<${ControlJournal} />` },
  { view: 'rules', title: 'Rules', show: (id) => html`<${Rules} key=${id} id=${id} />` },
  { view: 'faults', title: 'Faults and limits', show: () => html`<${Faults} />` },
  { view: 'world', title: 'World', show: () => html`<${WorldView} />` },
]

/** @type {View} */
export const ALL_WORLDS = { view: 'worlds', title: 'Worlds', show: () => html`<${Worlds} />` }

/**
 * Whether the world's API has what a view shows.
 * @param {View} view
 */
export function has(view) {
  const module = apiModule()
  return !view.needs || Boolean(view.needs === 'schools' ? module?.schools : module)
}
