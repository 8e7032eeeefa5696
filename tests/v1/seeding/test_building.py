"""Building: a situation comes about on any schedule that can bring it, at any later moment."""

from dataclasses import replace

import pytest

from ecf_sandbox.engine.domain.instants import parse_date_time as at
from ecf_sandbox.engine.domain.problems import Rejected
from ecf_sandbox.v1.domain.declarations import Evidence, State
from ecf_sandbox.v1.domain.participants import ParticipantType, TrainingStatus
from ecf_sandbox.v1.rules import declaring, paying
from ecf_sandbox.v1.seeding.building import build
from ecf_sandbox.v1.seeding.personas import personas
from ecf_sandbox.v1.seeding.recipes import NewPerson, Recipe, Side, Step, Verb

NOW = at("2025-03-04T12:00:00Z")
SIDES = {Side.OURS: "beacon-hill", Side.OTHER: "fenland"}
SOMEBODY = NewPerson(
    id="5eaf00d0-0000-4000-8000-000000000001",
    full_name="Ada Okoro",
    email="ada.okoro@example.com",
    teacher_reference_number="1234567",
    school_urn="000042",
)
BY_SITUATION = {each.situation: each for each in reversed(personas())}


def recipe_for(situation, **changes) -> Recipe:
    return replace(BY_SITUATION[situation].recipe, **changes)


def built(world, recipe, *, new_person=SOMEBODY, stamped=NOW):
    return build(world.store, world.edition, recipe, new_person, sides=SIDES, stamped=stamped)


def schedules(edition, kind=ParticipantType.ECT):
    return [
        each
        for each in edition.schedules
        if kind is ParticipantType.MENTOR or not each.is_for_mentors_only
    ]


@pytest.mark.parametrize("kind", list(ParticipantType))
@pytest.mark.parametrize("situation", [each for each in BY_SITUATION if recipe_for(each).steps])
def test_a_situation_comes_about_for_either_type_on_every_schedule(empty, situation, kind):
    """Only what a schedule without milestone ends cannot bring is refused."""
    needs_an_end = situation == "an ECT withdrawn after the started cut-off"
    for nth, schedule in enumerate(schedules(empty.edition, kind)):
        somebody = replace(SOMEBODY, id=f"{nth}", teacher_reference_number=f"{nth:07}")
        recipe = recipe_for(
            situation,
            participant_type=kind,
            cohort=schedule.cohort,
            schedule_identifier=schedule.identifier,
        )
        if needs_an_end and not schedule.is_standard:
            with pytest.raises(Rejected, match="never closed"):
                built(empty, recipe, new_person=somebody)
        else:
            outcome = built(empty, recipe, new_person=somebody)
            assert outcome.record.schedule_identifier == schedule.identifier
            assert outcome.record.person.participant_type is kind
            check_dates(empty, recipe, outcome, schedule)


def check_dates(world, recipe, outcome, schedule):
    """Whatever was declared is dated as the schedule asks, and all of it has happened by then."""
    steps = [step for step in recipe.steps if step.verb is Verb.DECLARE]
    assert [each.declaration_type for each in outcome.declarations] == [step.what for step in steps]
    dates = [each.made_at for each in outcome.declarations]
    assert dates == sorted(dates)
    for each, step in zip(outcome.declarations, steps, strict=True):
        milestone = schedule.milestones[each.declaration_type]
        assert declaring.in_period(each.declaration_date, milestone, schedule)
        assert each.made_at <= outcome.holds_from
        if step.becomes:
            assert paying.state_at(outcome.holds_from, each.settlement) is step.becomes


def test_a_declaration_waits_until_the_milestone_of_another_schedule_opens(empty):
    recipe = recipe_for("an ECT with started declared", schedule_identifier="ecf-standard-january")

    outcome = built(empty, recipe)

    assert outcome.declarations[0].declaration_date == at("2021-12-01T09:00:00Z")
    assert outcome.holds_from == at("2021-12-01T09:00:00Z")


def test_evidence_is_held_for_every_type_but_started(empty):
    made = built(empty, recipe_for("an ECT with everything declared")).declarations

    held = {each.declaration_type.value: each.evidence_held for each in made}
    assert held.pop("started") is None
    assert len(held) == 5
    assert set(held.values()) == {Evidence.TRAINING_EVENT_ATTENDED}


def test_what_follows_keeps_its_order_when_a_step_has_to_wait(empty):
    recipe = recipe_for(
        "an ECT with a voided declaration", schedule_identifier="ecf-standard-january"
    )

    (made,) = built(empty, recipe).declarations

    assert made.made_at == at("2021-12-01T09:00:00Z")
    assert made.settlement.voided_at == at("2021-12-01T10:00:00Z")


def test_a_withdrawal_after_the_cut_off_waits_for_that_of_its_own_schedule(empty):
    situation = "an ECT withdrawn after the started cut-off"
    recipe = recipe_for(situation, schedule_identifier="ecf-standard-january")

    outcome = built(empty, recipe)

    assert outcome.record.withdrawn_at == at("2022-02-01T09:00:00Z")
    assert outcome.declarations[0].settlement.ineligible_at is None


def test_a_payment_is_waited_for(empty):
    recipe = recipe_for(
        "an ECT with a paid declaration", schedule_identifier="ecf-standard-january"
    )

    outcome = built(empty, recipe)

    assert outcome.holds_from == at("2022-02-28T00:00:00Z")
    assert paying.state_at(outcome.holds_from, outcome.declarations[0].settlement) is State.PAID


def test_a_clawback_waits_for_the_payment_and_then_for_the_next(empty):
    recipe = recipe_for(
        "an ECT with a clawed-back declaration", schedule_identifier="ecf-standard-january"
    )

    outcome = built(empty, recipe)

    assert outcome.declarations[0].settlement.voided_at == at("2022-02-28T09:00:00Z")
    assert outcome.holds_from == at("2022-05-31T00:00:00Z")


def test_facts_have_their_past_instants_and_stamps_say_now(empty):
    outcome = built(empty, recipe_for("an ECT withdrawn before the started cut-off"))
    record, (made,) = outcome.record, outcome.declarations

    assert record.person.added_at == at("2021-06-01T09:00:00Z")
    assert record.withdrawn_at == at("2021-11-24T10:00:00Z")
    assert made.made_at == made.declaration_date == at("2021-11-22T10:00:00Z")
    assert made.settlement.eligible_at == made.made_at
    assert NOW < record.opened < made.created < record.recorded < NOW + 10
    assert empty.rows("SELECT first, last FROM stamps") == [(NOW + 1, NOW + 3)]
    assert empty.column("SELECT at FROM actions") == [record.withdrawn_at]


def test_without_a_moment_of_recording_facts_are_stamped_when_they_happen(empty):
    recipe = recipe_for("an ECT withdrawn before the started cut-off")

    record = built(empty, recipe, stamped=None).record

    assert record.opened == record.person.added_at + 1
    assert record.recorded == record.withdrawn_at + 1


def test_nobody_was_added_after_the_moment_that_records_it(empty):
    early = at("2021-03-01T09:00:00Z")

    outcome = built(empty, recipe_for("an ECT ready to start"), stamped=early)

    assert outcome.record.person.added_at == outcome.holds_from == early


def test_the_owner_and_the_other_provider_are_for_the_caller_to_say(empty):
    outcome = built(empty, recipe_for("an ECT transferred in"))

    assert outcome.record.provider == "beacon-hill"
    assert [each.provider for each in outcome.declarations] == ["fenland"]


def test_a_transfer_takes_the_schedule_along_and_starts_anew(empty):
    recipe = Recipe(
        schedule_identifier="ecf-extended-september",
        steps=(
            Step(verb=Verb.DEFER, what="bereavement", at=at("2021-10-01T10:00:00Z")),
            Step(verb=Verb.TRANSFER, what="other", at=at("2021-10-02T10:00:00Z")),
        ),
    )

    there = built(empty, recipe).record
    here = empty.store.own_record(SOMEBODY.id, "beacon-hill")

    assert (there.provider, there.schedule_identifier) == ("fenland", "ecf-extended-september")
    assert there.training_status is TrainingStatus.ACTIVE
    assert here.training_status is TrainingStatus.DEFERRED
    assert empty.column("SELECT transferred_at FROM records ORDER BY created") == [
        None,
        at("2021-10-02T10:00:00Z"),
    ]


def test_steps_are_refused_where_the_rules_refuse_them(empty):
    """Its twin, a deferral that is resumed once, is a persona."""
    deferred = recipe_for("a deferred ECT")
    again = replace(deferred.steps[0], at=at("2021-11-11T10:00:00Z"))

    with pytest.raises(Rejected) as refused:
        built(empty, replace(deferred, steps=(*deferred.steps, again)))
    assert [each.title for each in refused.value.problems] == ["participant_profile"]


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        pytest.param(
            {"schedule_identifier": "ecf-replacement-april"},
            "schedule_identifier",
            id="ect-on-replacement",
        ),
        pytest.param({"schedule_identifier": "ecf-april"}, "Invalid action", id="unknown-schedule"),
        pytest.param({"cohort": 1999}, "Invalid action", id="unknown-cohort"),
    ],
)
def test_a_schedule_that_does_not_fit_is_refused(empty, changes, title):
    with pytest.raises(Rejected) as refused:
        built(empty, recipe_for("an ECT ready to start", **changes))

    assert [each.title for each in refused.value.problems] == [title]


def test_no_reference_number_is_known_before_registration_finds_one(empty):
    person = built(empty, recipe_for("an ECT just added by the school")).record.person

    assert person.teacher_reference_number is None


def test_a_mentor_is_kept(empty):
    mentored = replace(SOMEBODY, mentor_id="5eaf00d0-0000-4000-8000-000000000002")
    recipe = recipe_for("an ECT with a mentor")

    record = build(empty.store, empty.edition, recipe, mentored, sides=SIDES).record

    assert record.mentor_id == mentored.mentor_id
