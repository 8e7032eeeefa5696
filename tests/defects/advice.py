"""Defects of advisories."""

from dataclasses import replace

from ecf_sandbox.engine.domain.instants import DAY
from ecf_sandbox.v1.domain.participants import TrainingStatus
from ecf_sandbox.v1.domain.schedules import DeclarationType
from ecf_sandbox.v1.rules import advising
from ecf_sandbox.v1.store import enrolment, participant_facts
from tests.defects import defect
from tests.kit.breaking import change_result, nothing


@defect("ADV-1")
def missing_before_the_period_has_ended(patch):
    """A milestone is missing on its last day already."""
    true = advising.missing
    patch.setattr(
        advising,
        "missing",
        lambda case, schedule, *, now: true(case, schedule, now=now + DAY),
    )


@defect("ADV-1")
def the_deferred_miss_something(patch):
    """Whoever takes a break is asked about too."""
    _missing(patch, training_status=TrainingStatus.ACTIVE)


@defect("ADV-1")
def the_withdrawn_by_the_school_miss_something(patch):
    """The school's view does not matter."""
    _missing(patch, status="active")


def _missing(patch, **facts):
    true = advising.missing
    patch.setattr(
        advising,
        "missing",
        lambda case, schedule, *, now: true(
            replace(case, record=replace(case.record, **facts)), schedule, now=now
        ),
    )


@defect("ADV-1")
def newcomers_miss_what_was_before_them(patch):
    """Periods that closed before somebody was added count."""
    true = advising.missing

    def missing(case, schedule, *, now):
        person = replace(case.record.person, added_at=0)
        return true(replace(case, record=replace(case.record, person=person)), schedule, now=now)

    patch.setattr(advising, "missing", missing)


@defect("ADV-1", also="ADV-2 ADV-4 ADV-5 ADV-6")
def what_was_voided_stands(patch):
    """Voided declarations count as standing."""
    for name in ("_DECLARATIONS", "_OF_PERSON"):
        query = getattr(participant_facts, name).replace("d.voided_at IS NULL", "TRUE")
        patch.setattr(participant_facts, name, query)


@defect("ADV-1")
def a_transfer_leaves_the_old_provider_to_blame(patch):
    """The first record counts, not the current one."""
    patch.setattr(
        participant_facts, "_RECORDS", participant_facts._RECORDS.replace("r.opened", "-r.opened")
    )


@defect("ADV-2")
def replacement_mentors_may_be_out_of_step(patch):
    """They are not compared with their ECTs."""
    patch.setattr(advising, "out_of_step", nothing)


@defect("ADV-2")
def types_are_compared_whenever_declared(patch):
    """The period does not matter."""
    patch.setattr(advising, "_has", lambda *_: True)


@defect("ADV-2", also="ADV-6")
def every_mentor_is_compared(patch):
    """What was declared on any schedule is compared."""

    def as_a_replacement(held, *_):
        month = held.identifier.rpartition("-")[2]
        return replace(held, identifier=f"ecf-replacement-{month}")

    change_result(patch, advising, "_held", as_a_replacement)


@defect("ADV-2")
def whoever_was_an_ect_of_the_mentor_is_still(patch):
    """An ECT who went to another school is compared."""
    current = "AND r.opened = (SELECT max(opened) FROM records WHERE person = r.person)"
    query = participant_facts._MENTEES.replace(current, "")
    patch.setattr(participant_facts, "_MENTEES", query)


@defect("ADV-3")
def a_mentor_of_one_should_not_have_moved(patch):
    """One ECT is enough."""
    true = advising.moved_for_a_second

    def moved(case, schedule):
        mentees = case.mentees * 2 if len(case.mentees) == 1 else case.mentees
        return true(replace(case, mentees=mentees), schedule)

    patch.setattr(advising, "moved_for_a_second", moved)


@defect("ADV-3")
def it_does_not_matter_when_a_mentor_moved(patch):
    """Whoever was moved with nobody to mentor is named too."""
    patch.setattr(enrolment, "note_mentor", lambda *_, **__: None)


@defect("ADV-3")
def mentors_may_move(patch):
    """Nobody is named."""
    patch.setattr(advising, "moved_for_a_second", nothing)


@defect("ADV-4")
def the_order_of_making_is_the_order(patch):
    """Types are expected in the order in which they were made."""

    def out_of_order(case):
        return true(
            replace(
                case,
                declarations=[
                    replace(each, declaration_date=number)
                    for number, each in enumerate(case.declarations)
                ],
            )
        )

    true = advising.out_of_order
    patch.setattr(advising, "out_of_order", out_of_order)


@defect("ADV-4")
def one_instant_is_out_of_order(patch):
    """Two types of one instant are named."""
    true = advising.out_of_order

    def out_of_order(case):
        types = tuple(DeclarationType)
        return true(
            replace(
                case,
                declarations=[
                    replace(
                        each,
                        declaration_date=each.declaration_date - types.index(each.declaration_type),
                    )
                    for each in case.declarations
                ],
            )
        )

    patch.setattr(advising, "out_of_order", out_of_order)


@defect("ADV-5")
def september_goes_on(patch):
    """Any start fits a September schedule."""
    change_result(
        patch,
        advising,
        "_other_starts_expected",
        lambda found, schedule, _: None if "september" in schedule.identifier else found,
    )


@defect("ADV-5")
def january_begins_in_january(patch):
    """A start in December does not fit."""
    true = advising._other_starts_expected
    patch.setattr(
        advising,
        "_other_starts_expected",
        lambda schedule, start: true(
            schedule, start - (31 * DAY if "january" in schedule.identifier else 0)
        ),
    )


@defect("ADV-5")
def only_standard_schedules_can_be_off(patch):
    """A start never is off an extended or a reduced schedule."""
    true = advising.started_off_schedule
    patch.setattr(
        advising,
        "started_off_schedule",
        lambda case, schedule: true(case, schedule) if schedule.is_standard else (),
    )


@defect("ADV-6")
def nothing_has_to_be_explained(patch):
    """Declarations on other schedules are not named."""
    patch.setattr(advising, "to_be_explained", nothing)


@defect("ADV-6")
def the_schedule_held_now_is_explained(patch):
    """The schedule held when declared does not matter."""
    true = advising.to_be_explained

    def to_be_explained(case, schedules):
        held = case.record.schedule_identifier
        made = [replace(each, schedule_identifier=held) for each in case.declarations]
        return true(replace(case, declarations=made), schedules)

    patch.setattr(advising, "to_be_explained", to_be_explained)
