// What the room knows of API v3 beside its control document.
import { DAY_MS, londonDay } from '../../lib/time.js'
import { count, words } from '../../lib/words.js'
import { option, SCHEDULES } from '../bodies.js'
import { acts } from './acts.js'
import { facts, summary } from './people.js'
import { steps } from './steps.js'

const COHORTS = 'cohorts'

/** @type {import('../../types').ApiModule} */
export const v3 = {
  title: 'API v3 of Register early career teachers',
  day: londonDay,
  schools: true,
  cohorts: { path: '/cohorts', of: (data) => data.cohorts.map((/** @type {any} */ each) => each.year) },
  schedules: (data) => [
    { value: COHORTS, label: 'All cohorts' },
    ...[...data.schedules].reverse().map((/** @type {any} */ each) => ({
      value: `${each.cohort}.${each.id}`,
      label: `${words(each.id)}, cohort ${each.cohort}`,
    })),
  ],
  timeline(data, choice) {
    const [cohort, id] = choice.split('.')
    const found = data.schedules.find((/** @type {any} */ each) => each.cohort === cohort && each.id === id)
    const payments = data.payments.filter((/** @type {any} */ each) => each.cohort === cohort)
    return {
      bars: found ? found.milestones.map(milestone) : data.cohorts.map(contractPeriod),
      marks: found ? payments.flatMap(settlement) : [],
    }
  },
  landmarks(choice) {
    const [cohort, schedule] = choice.split('.')
    const everywhere = [{ label: 'To the next cohort', body: { to: 'next-cohort' } }]
    const settled = ['deadline', 'payment'].map((what) => ({
      label: what === 'deadline' ? 'Past the next deadline' : 'To the next payment',
      body: {
        to: what === 'deadline' ? 'next-statement-deadline' : 'next-payment',
        ...(schedule ? { cohort } : {}),
      },
    }))
    if (!schedule) return [...settled, ...everywhere]
    return [
      { label: 'To the next milestone', body: { to: 'next-milestone-start', schedule, cohort } },
      ...settled,
    ]
  },
  passed: (each) => PASSED[each.what]?.(each) ?? each.what,
  filters: [
    { name: 'participant_type', label: 'Type', options: ['ect', 'mentor'].map(option) },
    {
      name: 'training_status',
      label: 'Training status',
      options: ['active', 'deferred', 'withdrawn'].map(option),
    },
    { name: 'schedule', label: 'Schedule', options: SCHEDULES.map(option) },
  ],
  summary,
  facts,
  acts,
  steps,
}

/** @type {Record<string, (each: any) => string>} */
const PASSED = {
  'milestone-opened': (each) =>
    `${each.declaration_type} of ${words(each.schedule)} (cohort ${each.cohort}) opened`,
  'milestone-closed': (each) =>
    `${each.declaration_type} of ${words(each.schedule)} (cohort ${each.cohort}) closed`,
  'statement-closed': (each) =>
    `the statements of cohort ${each.cohort} closed, and ${count(each.declarations, 'declaration')} became payable`,
  'payment-made': (each) =>
    `cohort ${each.cohort} was paid: ${count(each.declarations, 'declaration')}${each.clawbacks === 0 ? '' : `, and ${count(each.clawbacks, 'clawback')}`}`,
  'cohort-began': (each) => `cohort ${each.cohort} began`,
  'cohort-ended': (each) => `cohort ${each.cohort} ended`,
  'cohort-frozen': (each) => `payments of cohort ${each.cohort} were frozen`,
  'training-began': (each) => `training began for ${count(each.participants, 'person', 'people')}`,
  'training-ended': (each) => `training ended for ${count(each.participants, 'person', 'people')}`,
  'mentorship-ended': (each) => `${count(each.participants, 'mentorship')} ended`,
  'became-eligible': (each) => `${count(each.participants, 'person', 'people')} became eligible for funding`,
}

/** @param {any} each @returns {import('../../types').Bar} */
function milestone(each) {
  return period(words(each.declaration_type).replace(/ (\d)$/, '-$1'), each)
}

/** @param {any} each @returns {import('../../types').Bar} */
const contractPeriod = (each) => period(`Cohort ${each.cohort}`, each)

/**
 * @param {string} label
 * @param {{ opens: string, closes: string | null }} each
 * @returns {import('../../types').Bar}
 */
function period(label, { opens, closes }) {
  return {
    label,
    from: Date.parse(opens),
    to: closes && /** @type {any} */ (Date.parse(closes)),
    note: closes
      ? `${londonDay(opens)} to ${londonDay(Date.parse(closes) - DAY_MS)}`
      : `from ${londonDay(opens)}, with no end`,
  }
}

/** @param {{ payable_at: string, paid_at: string }} each @returns {import('../../types').Mark[]} */
function settlement(each) {
  return [
    { at: Date.parse(each.payable_at), label: `Deadline passed on ${londonDay(each.payable_at)}` },
    { at: Date.parse(each.paid_at), label: `Payment on ${londonDay(each.paid_at)}` },
  ]
}
