// What the room knows of API v1 beside its control document.
import { DAY_MS, day } from '../../lib/time.js'
import { count, words } from '../../lib/words.js'
import { option, SCHEDULES } from '../bodies.js'
import { acts } from './acts.js'
import { steps } from './steps.js'

/** @typedef {import('../../types').Schedule} Schedule */

/**
 * A schedule's name in a URL: cohort and identifier.
 * @param {Schedule} schedule
 */
const key = (schedule) => `${schedule.cohort}.${schedule.id}`

/** @type {import('../../types').ApiModule} */
export const v1 = {
  title: 'the ECF lead provider API v1',
  day,
  cohorts: {
    path: '/schedules',
    of: (data) => [...new Set(/** @type {Schedule[]} */ (data.schedules).map((each) => each.cohort))],
  },
  schedules: (data) =>
    data.schedules.map((/** @type {Schedule} */ each) => ({
      value: key(each),
      label: `${words(each.id)}, cohort ${each.cohort}`,
    })),
  timeline(data, choice) {
    const found =
      data.schedules.find((/** @type {Schedule} */ each) => key(each) === choice) ?? data.schedules[0]
    const cohort = data.payments.filter((/** @type {any} */ each) => each.cohort === found.cohort)
    const standard = found.milestones.some((/** @type {any} */ each) => each.closes !== null)
    const own = new Set(found.milestones.map((/** @type {any} */ each) => each.closes))
    const paid = cohort.filter((/** @type {any} */ each) => !standard || own.has(each.payable_at))
    return {
      bars: found.milestones.map((/** @type {any} */ each) => ({
        label: words(each.declaration_type).replace(/ (\d)$/, '-$1'),
        from: Date.parse(each.opens),
        to: each.closes && Date.parse(each.closes),
        note: each.closes
          ? `${day(each.opens)} to ${day(Date.parse(each.closes) - DAY_MS)}`
          : `from ${day(each.opens)}, with no end`,
      })),
      marks: paid.map((/** @type {any} */ each) => ({
        at: Date.parse(each.paid_at),
        label: `Payment on ${day(each.paid_at)}`,
      })),
    }
  },
  landmarks(choice) {
    const [cohort, schedule] = choice.split('.')
    return [
      { label: 'To the next milestone', body: { to: 'next-milestone-start', schedule, cohort } },
      { label: 'To the end of the milestone', body: { to: 'next-milestone-end', schedule, cohort } },
      { label: 'To the next payment', body: { to: 'next-payment', schedule, cohort } },
    ]
  },
  passed(each) {
    if (each.what === 'payment-made') {
      return each.declarations === 0
        ? `cohort ${each.cohort} had a payment date, and nothing to be paid`
        : `cohort ${each.cohort} was paid, which changed ${count(each.declarations, 'declaration')}`
    }
    const done = each.what === 'milestone-opened' ? 'opened' : 'closed'
    return `${each.declaration_type} of ${words(each.schedule)} (cohort ${each.cohort}) ${done}`
  },
  filters: [
    {
      name: 'participant_type',
      label: 'Type',
      options: [
        { value: 'ect', label: 'ECTs' },
        { value: 'mentor', label: 'Mentors' },
      ],
    },
    {
      name: 'training_status',
      label: 'Training status',
      options: ['active', 'deferred', 'withdrawn'].map(option),
    },
    { name: 'status', label: 'School status', options: ['active', 'withdrawn'].map(option) },
    { name: 'schedule', label: 'Schedule', options: SCHEDULES.map(option) },
  ],
  summary: (participant) => ({
    role: participant.participant_type,
    provider: participant.provider,
    schedule: participant.schedule_identifier,
    cohort: participant.cohort,
    training_status: participant.training_status,
    left: participant.status === 'withdrawn' && participant.training_status === 'active',
  }),
  facts: (participant) => Object.entries(participant),
  acts,
  steps,
}
