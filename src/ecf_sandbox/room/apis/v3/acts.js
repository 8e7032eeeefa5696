// What a lead provider can do to a participant, as calls of API v3.
import { wire } from '../../lib/time.js'
import { cohort, course, envelope, given, option, reason, schedule } from '../bodies.js'
import { summary } from './people.js'

/** @typedef {import('../../types').Act} Act */
/** @typedef {import('../../types').ActField} ActField */
/** @typedef {import('../../types').Summary} Summary */

const TYPES = [
  'started',
  'retained-1',
  'retained-2',
  'retained-3',
  'retained-4',
  'completed',
  'extended-1',
  'extended-2',
  'extended-3',
]
const EVIDENCE = [
  'training-event-attended',
  'self-study-material-completed',
  'materials-engaged-with-offline',
  '75-percent-engagement-met',
  '75-percent-engagement-met-reduced-induction',
  'one-term-induction',
  'other',
]
const DEFER = ['bereavement', 'long-term-sickness', 'parental-leave', 'career-break', 'other']
const WITHDRAW = [
  'left-teaching-profession',
  'moved-school',
  'mentor-no-longer-being-mentor',
  'switched-to-school-led',
  'changed-lead-provider',
  'other',
]
const TAKEN_BACK = ['voided', 'awaiting-clawback', 'clawed-back']

/**
 * @param {any} person
 * @param {any[]} declarations
 * @param {number} now
 * @param {string[]} cohorts
 * @returns {Act[]}
 */
export function acts(person, declarations, now, cohorts) {
  const standing = declarations.filter((each) => !TAKEN_BACK.includes(each.state))
  const known = summary(person)
  const act = actionOf(person.id, known)
  return [
    declare(person.id, known, standing, now),
    act('defer', 'Defer', 'A break in training, after which they go on.', [reason(DEFER)]),
    act('resume', 'Resume', 'Back from a break.', []),
    act('withdraw', 'Withdraw', 'They leave the training with you.', [reason(WITHDRAW)]),
    act('change-schedule', 'Change schedule', 'Another set of milestones.', [
      schedule(known.schedule ?? ''),
      cohort(cohorts, known.cohort ?? ''),
    ]),
    ...standing.map(voided),
  ]
}

/**
 * @param {string} id
 * @param {Summary} known
 * @param {any[]} standing
 * @param {number} now
 * @returns {Act}
 */
function declare(id, known, standing, now) {
  const next = TYPES.find((type) => !standing.some((each) => each.declaration_type === type)) ?? 'started'
  const detailed = Number(known.cohort) >= 2025
  return {
    id: 'declare',
    label: 'Declare',
    explanation:
      'Say that they have reached a milestone. It is paid with the next statement once they are eligible.',
    fields: [
      { name: 'declaration_type', label: 'Declaration type', options: TYPES.map(option), value: next },
      {
        name: 'declaration_date',
        label: 'When it happened',
        hint: 'A date and time in UTC, like 2026-11-25T09:00:00Z. It cannot be in the future.',
        value: wire(now),
      },
      {
        name: 'evidence_held',
        label: 'Evidence held',
        hint: 'From cohort 2025 on it is needed for every type, before that for every type but started.',
        options: [{ value: '', label: 'None' }, ...EVIDENCE.map(option)],
        value: detailed || next !== 'started' ? 'training-event-attended' : '',
      },
    ],
    call: (values) => ({
      method: 'POST',
      path: '/api/v3/participant-declarations',
      body: envelope('participant-declaration', {
        participant_id: id,
        ...given(values),
        course_identifier: course(known.role),
      }),
    }),
  }
}

/**
 * @param {string} person
 * @param {Summary} known
 * @returns {(id: string, label: string, explanation: string, fields: ActField[]) => Act}
 */
function actionOf(person, known) {
  return (id, label, explanation, fields) => ({
    id,
    label,
    explanation,
    fields,
    call: (values) => ({
      method: 'PUT',
      path: `/api/v3/participants/${person}/${id}`,
      body: envelope(`participant-${id}`, { ...given(values), course_identifier: course(known.role) }),
    }),
  })
}

/**
 * @param {any} declaration
 * @returns {Act}
 */
function voided(declaration) {
  return {
    id: `void-${declaration.declaration_type}`,
    label: `Void ${declaration.declaration_type}`,
    explanation: `It was ${declaration.state} when this page was loaded. What was paid already is taken back by a later statement.`,
    fields: [],
    call: () => ({ method: 'PUT', path: `/api/v3/participant-declarations/${declaration.id}/void` }),
  }
}
