// A person of API v3 at a glance, and all that is known of them.
import { moment } from '../../lib/time.js'
import { words } from '../../lib/words.js'
import { providerName } from '../../lib/world.js'

/**
 * The training that counts at a glance: the latest, with a provider if there is any.
 * @param {any} person
 */
function latest(person) {
  const all = person.school_periods.flatMap((/** @type {any} */ school) =>
    school.training_periods.map((/** @type {any} */ each) => ({ ...each, role: school.participant_type })),
  )
  const led = all.filter((/** @type {any} */ each) => each.provider !== null)
  const found = led.length > 0 ? led : all
  found.sort((/** @type {any} */ one, /** @type {any} */ other) =>
    one.started_on.localeCompare(other.started_on),
  )
  return found.at(-1)
}

/**
 * @param {any} person
 * @returns {import('../../types').Summary}
 */
export function summary(person) {
  const training = latest(person)
  const role = training?.role ?? person.school_periods.at(-1)?.participant_type ?? 'ect'
  const left = person.school_periods.every((/** @type {any} */ each) => each.finished_on !== null)
  return {
    role,
    provider: training?.provider ?? null,
    schedule: training?.schedule_identifier ?? null,
    cohort: training?.cohort ?? null,
    training_status: training ? trainingStatus(training) : null,
    left,
  }
}

/** @param {any} training */
function trainingStatus(training) {
  if (training.withdrawn_at !== null) return 'withdrawn'
  return training.deferred_at === null ? 'active' : 'deferred'
}

/**
 * @param {any} person
 * @returns {[string, unknown][]}
 */
export function facts(person) {
  const { training_record_ids: records, eligibility } = person
  return [
    ['id', person.id],
    ['teacher_reference_number', person.teacher_reference_number],
    ['created_at', person.created_at],
    ['training_record_id_as_ECT', records.ect],
    ['training_record_id_as_mentor', records.mentor],
    ['eligible_as_ECT', eligible(eligibility.ect)],
    ['eligible_as_mentor', eligible(eligibility.mentor)],
    ['record_started_on', person.record_started_on],
    ['record_completed_on', person.record_completed_on],
    ...person.inductions.map((/** @type {any} */ each) => [
      'induction',
      `${span(each)}, with ${each.appropriate_body}${each.outcome ? `: ${each.outcome}` : ''}`,
    ]),
    ...person.school_periods.flatMap(atSchool),
    ...person.participant_id_changes.map((/** @type {any} */ each) => [
      'merged_into_this_person',
      `${each.from_participant_id}, on ${moment(each.changed_at)}`,
    ]),
  ]
}

/** @param {any} school @returns {[string, unknown][]} */
function atSchool(school) {
  const detail = [school.working_pattern && words(school.working_pattern).toLowerCase(), school.email]
  return [
    [
      `${school.participant_type}_at_school_${school.school_urn}`,
      [span(school), ...detail].filter(Boolean).join(', '),
    ],
    ...school.training_periods.map((/** @type {any} */ each) => ['training', training(each)]),
    ...school.mentorships.map((/** @type {any} */ each) => [
      school.participant_type === 'ect' ? 'mentored_by' : 'mentor_of',
      `${each.with}, ${span(each)}`,
    ]),
  ]
}

/** @param {any} each */
function training(each) {
  const by =
    each.provider === null
      ? 'by the school'
      : `by ${providerName(each.provider)}${each.interest ? ', as an expression of interest' : ''}`
  const plan = each.schedule_identifier && `${words(each.schedule_identifier)}, cohort ${each.cohort}`
  const leave =
    (each.withdrawn_at && `withdrawn on ${moment(each.withdrawn_at)} (${each.withdrawal_reason})`) ||
    (each.deferred_at && `deferred on ${moment(each.deferred_at)} (${each.deferral_reason})`)
  return [by, span(each), plan, leave].filter(Boolean).join('; ')
}

/** @param {{ started_on: string, finished_on: string | null }} each */
const span = (each) => `from ${each.started_on}${each.finished_on ? ` to ${each.finished_on}` : ''}`

/** @param {any} facts */
function eligible(facts) {
  const since = facts.eligible_at === null ? 'No' : `Since ${moment(facts.eligible_at)}`
  return facts.ineligible_on === null
    ? since
    : `${since}; no more from ${facts.ineligible_on}${facts.reason ? ` (${words(facts.reason)})` : ''}`
}
