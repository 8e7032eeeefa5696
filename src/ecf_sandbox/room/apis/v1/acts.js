// What a lead provider can do to a participant, as calls of API v1.
import { wire } from '../../lib/time.js'
import { cohort, course, envelope, given, option, reason, schedule } from '../bodies.js'

/** @typedef {import('../../types').Act} Act */
/** @typedef {import('../../types').ActField} ActField */

const DEFER = ['bereavement', 'long-term-sickness', 'parental-leave', 'career-break', 'other']
const WITHDRAW = [
  'left-teaching-profession',
  'moved-school',
  'mentor-no-longer-being-mentor',
  'school-left-fip',
  'started-in-error',
  'other',
]
const EVIDENCE = ['training-event-attended', 'self-study-material-completed', 'other']
const TYPES = ['started', 'retained-1', 'retained-2', 'retained-3', 'retained-4', 'completed']
const VOIDED = ['voided', 'awaiting-clawback', 'clawed-back']

/**
 * @param {any} participant
 * @param {any[]} declarations
 * @param {number} now
 * @param {string[]} cohorts
 * @returns {Act[]}
 */
export function acts(participant, declarations, now, cohorts) {
  const standing = declarations.filter((each) => !VOIDED.includes(each.state))
  return [
    declare(participant, standing, now),
    action(participant, 'defer', 'Defer', 'A break in training, after which they go on.', [reason(DEFER)]),
    action(participant, 'resume', 'Resume', 'Back from a break.', []),
    action(participant, 'withdraw', 'Withdraw', 'They leave the training with you.', [reason(WITHDRAW)]),
    action(participant, 'change-schedule', 'Change schedule', 'Another set of milestones.', [
      schedule(participant.schedule_identifier),
      cohort(cohorts, participant.cohort),
    ]),
    ...standing.map(voided),
  ]
}

/**
 * @param {any} participant
 * @param {any[]} standing
 * @param {number} now
 * @returns {Act}
 */
function declare(participant, standing, now) {
  const next = TYPES.find((type) => !standing.some((each) => each.declaration_type === type)) ?? 'started'
  return {
    id: 'declare',
    label: 'Declare',
    explanation:
      'Say that they have reached a milestone. If they are eligible for funding, it is paid when its day comes.',
    fields: [
      { name: 'declaration_type', label: 'Declaration type', options: TYPES.map(option), value: next },
      {
        name: 'declaration_date',
        label: 'When it happened',
        hint: 'A date and time in UTC, like 2021-11-25T09:00:00Z. It cannot be in the future.',
        value: wire(now),
      },
      {
        name: 'evidence_held',
        label: 'Evidence held',
        hint: 'Needed for every type but started.',
        options: [{ value: '', label: 'None' }, ...EVIDENCE.map(option)],
        value: next === 'started' ? '' : 'training-event-attended',
      },
    ],
    call: (values) => ({
      method: 'POST',
      path: '/api/v1/participant-declarations',
      body: envelope('participant-declaration', {
        participant_id: participant.id,
        ...given(values),
        course_identifier: course(participant.participant_type),
      }),
    }),
  }
}

/**
 * @param {any} participant
 * @param {string} id
 * @param {string} label
 * @param {string} explanation
 * @param {ActField[]} fields
 * @returns {Act}
 */
function action(participant, id, label, explanation, fields) {
  return {
    id,
    label,
    explanation,
    fields,
    call: (values) => ({
      method: 'PUT',
      path: `/api/v1/participants/ecf/${participant.id}/${id}`,
      body: envelope(`participant-${id}`, {
        ...given(values),
        course_identifier: course(participant.participant_type),
      }),
    }),
  }
}

/**
 * @param {any} declaration
 * @returns {Act}
 */
function voided(declaration) {
  return {
    id: `void-${declaration.declaration_type}`,
    label: `Void ${declaration.declaration_type}`,
    explanation: `It was ${declaration.state} when this page was loaded. What was paid already is taken back with a later payment.`,
    fields: [],
    call: () => ({ method: 'PUT', path: `/api/v1/participant-declarations/${declaration.id}/void` }),
  }
}
