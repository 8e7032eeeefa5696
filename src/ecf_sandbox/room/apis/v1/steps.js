// The walk for newcomers to API v1.
import { curl } from '../../lib/curl.js'

/**
 * @param {import('../../types').World} world
 * @returns {import('../../types').Step[]}
 */
export function steps(world) {
  const provider = world.providers[0]
  const path = '/api/v1/participants/ecf?page[per_page]=1'
  return [
    {
      title: 'Find an early career teacher',
      text: 'Search by name, id or teacher reference number, and open their page.',
      view: 'people',
      query: '?participant_type=ect&training_status=active',
      curl: provider && curl({ method: 'GET', path, token: provider.token }),
    },
    {
      title: 'Declare that they started',
      text: 'On their page, under “As their provider”. Try a date that is not allowed too: the answer says which rule refuses it.',
      view: 'people',
      query: '?participant_type=ect&training_status=active',
    },
    {
      title: 'Move the clock past the payment',
      text: 'What is payable becomes paid by the calendar. Backwards works too.',
      view: 'time',
    },
    {
      title: 'Void what was paid',
      text: 'On the person’s page again. The payment is taken back with the next one.',
      view: 'people',
      query: '?participant_type=ect&training_status=active',
    },
    {
      title: 'See the money',
      text: 'Every payment to every provider, with what is taken back.',
      view: 'money',
    },
  ]
}
