// The walk for newcomers to API v3.
import { curl } from '../../lib/curl.js'

/**
 * @param {import('../../types').World} world
 * @returns {import('../../types').Step[]}
 */
export function steps(world) {
  const provider = world.providers[0]
  const path = '/api/v3/participants?page[per_page]=1'
  const active = '?participant_type=ect&training_status=active'
  return [
    {
      title: 'Find an early career teacher',
      text: 'Search by name, id or teacher reference number, and open their page.',
      view: 'people',
      query: active,
      curl: provider && curl({ method: 'GET', path, token: provider.token }),
    },
    {
      title: 'Declare that they started',
      text: 'On their page, under “As their provider”. Try a date that is not allowed too: the answer says which rule refuses it.',
      view: 'people',
      query: active,
    },
    {
      title: 'Move the clock past the deadline and the payment',
      text: 'What is eligible becomes payable, then paid, with the statement that it is in. Backwards works too.',
      view: 'time',
    },
    {
      title: 'Void what was paid',
      text: 'On the person’s page again. A later statement takes the payment back.',
      view: 'people',
      query: active,
    },
    {
      title: 'See the money',
      text: 'Every statement of every provider, with what is taken back.',
      view: 'money',
    },
  ]
}
