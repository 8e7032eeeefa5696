"""Personas: each is what it promises, from when it says, in both editions."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from ecf_sandbox.domain.declarations import Declaration, State
from ecf_sandbox.domain.editions import Edition
from ecf_sandbox.domain.instants import Instant
from ecf_sandbox.domain.instants import parse_date_time as at
from ecf_sandbox.domain.participants import (
    Course,
    ParticipantType,
    Person,
    Status,
    TrainingRecord,
    TrainingStatus,
)
from ecf_sandbox.rules import declaring, knowing, paying
from ecf_sandbox.seeding import filling
from ecf_sandbox.seeding.building import build
from ecf_sandbox.seeding.personas import OWNER, SIDES, Persona, cast, personas
from ecf_sandbox.seeding.recipes import Verb
from tests.seeding.worlds import END, Seeded

EVERYTHING = ["started", "retained-1", "retained-2", "retained-3", "retained-4", "completed"]
LISTED = [each for each in personas() if not each.state_only]
LATER = [each for each in personas() if each.state_only]


@dataclass(frozen=True, slots=True)
class Sight:
    """What there is to see of a persona when it is what it promises."""

    world: Seeded
    persona: Persona
    record: TrainingRecord
    declarations: list[Declaration]
    now: Instant

    @property
    def person(self) -> Person:
        return self.record.person

    @property
    def edition(self) -> Edition:
        return self.world.edition

    @property
    def states(self) -> list[tuple[str, str]]:
        return [
            (each.declaration_type.value, paying.state_at(self.now, each.settlement).value)
            for each in self.declarations
        ]

    def other_record(self) -> TrainingRecord | None:
        return self.world.store.own_record(self.persona.id, "riverbank")

    def mentees(self) -> list[str]:
        return self.world.column(
            "SELECT p.id FROM records r JOIN people p ON p.key = r.person WHERE r.mentor_id = ?",
            self.persona.id,
        )

    def namesakes(self) -> list[str]:
        return self.world.column(
            "SELECT id FROM people WHERE teacher_reference_number = ? AND id <> ?",
            self.person.teacher_reference_number,
            self.persona.id,
        )


Check = Callable[[Sight], bool]


def is_(kind: str) -> Check:
    return lambda it: it.person.participant_type == kind


def knows(**facts: object) -> Check:
    """Everything in order, but for some facts."""
    ready = {
        "email_validated": True,
        "teacher_reference_number_validated": True,
        "qts": True,
        "eligible": True,
        "pupil_premium_uplift": False,
        "sparsity_uplift": False,
    }
    return lambda it: {**ready, **facts} == {each: getattr(it.person, each) for each in ready}


def trains(training: str, status: str = "active") -> Check:
    return lambda it: (it.record.training_status, it.record.status) == (training, status)


def declared(*states: tuple[str, str]) -> Check:
    return lambda it: it.states == list(states)


def everything_declared(it: Sight) -> bool:
    return [each for each, _ in it.states] == EVERYTHING and all(
        declaring.stands(each) for each in it.declarations
    )


def named(test: Callable[[str], object]) -> Check:
    return lambda it: bool(test(it.person.full_name))


def unheard_of(it: Sight) -> bool:
    return (
        not it.person.email_validated
        and it.person.teacher_reference_number is None
        and it.person.eligible_for_funding is None
        and it.record.schedule_identifier == "ecf-standard-september"
    )


def unknown_in_service(it: Sight) -> bool:
    known = knowing.acquaintance(it.record, OWNER, Course.INDUCTION, it.edition)
    forgets = it.edition.forgets_school_withdrawn
    return known is (knowing.Acquaintance.NOBODY if forgets else knowing.Acquaintance.OURS)


def forfeited_in_guidance(it: Sight) -> bool:
    state = "ineligible" if it.edition.early_withdrawal_forfeits else "eligible"
    return it.states == [("started", state)]


def withdrawn_in_started(it: Sight) -> bool:
    schedule = it.edition.schedules.get(it.record.schedule_identifier, 2021)
    return it.record.withdrawn_at < schedule.milestones["started"].closes


def paid_after_withdrawal(it: Sight) -> bool:
    schedule = it.edition.schedules.get(it.record.schedule_identifier, 2021)
    after = it.record.withdrawn_at >= schedule.milestones["started"].closes
    return after and it.states == [("started", "paid")]


def has_mentor(it: Sight) -> bool:
    mentor = it.world.store.own_record(it.record.mentor_id, OWNER)
    return mentor is not None and mentor.person.participant_type is ParticipantType.MENTOR


def replaces_mentor(it: Sight) -> bool:
    (mentee,) = it.mentees()
    theirs = it.world.store.declarations_of(it.world.store.own_record(mentee, OWNER).person)
    return (
        "replacement" in it.record.schedule_identifier
        and it.declarations[-1].declaration_type is theirs[-1].declaration_type
    )


def second_place_is_lost(it: Sight) -> bool:
    """What would be declared now would be ineligible: somebody has the TRN's place."""
    (other,) = it.namesakes()
    theirs = it.world.store.declarations_of(it.world.store.record(other, OWNER).person)
    claim = replace_claim(theirs[0], it.persona.id)
    return it.states == [] and declaring.is_second_with_trn(claim, theirs)


def replace_claim(past: Declaration, participant_id: str):
    return declaring.Claim(
        participant_id, past.declaration_type, past.declaration_date, past.course_identifier, None
    )


def transferred(*, opened_first: str, current: str, declared_by: str | None) -> Check:
    """Two records on one schedule; who opened the first, who has the person now."""

    def check(it: Sight) -> bool:
        theirs = it.other_record()
        rows = it.world.rows(
            "SELECT v.slug, r.created, r.opened, r.transferred_at IS NOT NULL FROM records r"
            " JOIN people p ON p.key = r.person JOIN providers v ON v.key = r.provider"
            " WHERE p.id = ?",
            it.persona.id,
        )
        by_creation = [slug for slug, *_ in sorted(rows, key=lambda row: row[1])]
        by_opening = [slug for slug, *_ in sorted(rows, key=lambda row: row[2])]
        return (
            theirs is not None
            and theirs.schedule_identifier == it.record.schedule_identifier
            and theirs.training_status is it.record.training_status is TrainingStatus.ACTIVE
            and by_creation[0] == opened_first
            and by_opening[-1] == current
            and it.world.store.record(it.persona.id, "fenland").provider == current
            and [each.provider for each in it.declarations] == [declared_by] * bool(declared_by)
        )

    return check


STARTED = ("started", "eligible")
PROMISES: dict[str, tuple[Check, ...]] = {
    "an ECT ready to start": (is_("ect"), knows(), trains("active"), declared()),
    "a mentor ready to start": (is_("mentor"), knows(), trains("active"), declared()),
    "an ECT just added by the school": (is_("ect"), unheard_of, trains("active"), declared()),
    "a mentor just added by the school": (is_("mentor"), unheard_of, trains("active"), declared()),
    "an ECT whose email is not validated": (is_("ect"), knows(email_validated=False), declared()),
    "an ECT whose TRN is invalid": (
        is_("ect"),
        knows(teacher_reference_number_validated=False, qts=None, eligible=None),
        lambda it: it.person.teacher_reference_number is not None,
    ),
    "an ECT without QTS": (
        is_("ect"),
        knows(qts=False),
        lambda it: it.person.eligible_for_funding is None,
    ),
    "an ECT who is not eligible for funding": (is_("ect"), knows(eligible=False), declared()),
    "an ECT whose eligibility is unknown": (is_("ect"), knows(eligible=None), declared()),
    "an ECT with the pupil premium uplift": (is_("ect"), knows(pupil_premium_uplift=True)),
    "an ECT with the sparsity uplift": (is_("ect"), knows(sparsity_uplift=True)),
    "an ECT with both uplifts": (
        is_("ect"),
        knows(pupil_premium_uplift=True, sparsity_uplift=True),
    ),
    "a deferred ECT": (is_("ect"), trains("deferred"), declared()),
    "a deferred mentor": (is_("mentor"), trains("deferred"), declared()),
    "an ECT back from a break": (
        is_("ect"),
        trains("active"),
        lambda it: it.record.recorded > it.record.opened,
    ),
    "an ECT withdrawn before the started cut-off": (
        is_("ect"),
        trains("withdrawn"),
        withdrawn_in_started,
        forfeited_in_guidance,
    ),
    "a mentor withdrawn with nothing declared": (
        is_("mentor"),
        trains("withdrawn"),
        withdrawn_in_started,
        declared(),
    ),
    "an ECT withdrawn by the school only": (
        is_("ect"),
        trains("active", "withdrawn"),
        unknown_in_service,
    ),
    "an ECT withdrawn after the started cut-off": (
        is_("ect"),
        trains("withdrawn"),
        paid_after_withdrawal,
    ),
    "an ECT with a mentor": (is_("ect"), has_mentor),
    "a mentor of one ECT": (is_("mentor"), lambda it: len(it.mentees()) == 1),
    "a mentor of two ECTs": (is_("mentor"), lambda it: len(it.mentees()) == 2),
    "an ECT who shares a mentor": (
        is_("ect"),
        has_mentor,
        lambda it: it.record.mentor_id == "00000000-0000-4000-8000-000000000503",
    ),
    "a replacement mentor part-way": (
        is_("mentor"),
        replaces_mentor,
        declared(("retained-1", "eligible")),
    ),
    "an ECT with a replacement mentor": (
        is_("ect"),
        has_mentor,
        declared(STARTED, ("retained-1", "eligible")),
    ),
    "an ECT with started declared": (is_("ect"), declared(STARTED)),
    "a mentor with started declared": (
        is_("mentor"),
        declared(STARTED),
        lambda it: it.declarations[0].course_identifier is Course.MENTOR,
    ),
    "an ECT with a submitted declaration": (
        is_("ect"),
        knows(eligible=None),
        declared(("started", "submitted")),
    ),
    "an ECT part-way through": (
        is_("ect"),
        declared(STARTED, ("retained-1", "eligible"), ("retained-2", "eligible")),
    ),
    "an ECT with everything declared": (
        is_("ect"),
        everything_declared,
        lambda it: "extended" in it.record.schedule_identifier,
    ),
    "a mentor with everything declared": (is_("mentor"), everything_declared),
    "an ECT with a paid declaration": (is_("ect"), declared(("started", "paid"))),
    "an ECT with a voided declaration": (is_("ect"), declared(("started", "voided"))),
    "an ECT whose TRN is another's too, declared first": (
        declared(STARTED),
        lambda it: len(it.namesakes()) == 1,
    ),
    "an ECT whose TRN is another's too, not declared yet": (second_place_is_lost,),
    "an ECT with an ineligible declaration": (
        declared(("started", "ineligible")),
        lambda it: len(it.namesakes()) == 1,
    ),
    "an ECT part-way through a standard schedule": (
        declared(("started", "paid"), ("retained-1", "eligible")),
        lambda it: "standard" in it.record.schedule_identifier,
    ),
    "an ECT with everything declared on a standard schedule": (
        everything_declared,
        lambda it: "standard" in it.record.schedule_identifier,
    ),
    "an ECT with a declaration awaiting clawback": (declared(("started", "awaiting-clawback")),),
    "an ECT with a clawed-back declaration": (declared(("started", "clawed-back")),),
    "an ECT transferred in": (
        transferred(opened_first="riverbank", current=OWNER, declared_by="riverbank"),
    ),
    "an ECT transferred out": (
        transferred(opened_first=OWNER, current="riverbank", declared_by=OWNER),
    ),
    "an ECT transferred out and back": (
        transferred(opened_first=OWNER, current=OWNER, declared_by=None),
    ),
    "an ECT with accents in the name": (named(lambda name: "ë" in name and "Å" in name),),
    "an ECT with apostrophes in name and email": (
        named(lambda name: name.count("'") == 2),
        lambda it: "'" in it.person.email,
    ),
    "an ECT with a single name": (named(lambda name: " " not in name),),
    "an ECT with a name of 60 characters": (named(lambda name: len(name) == 60),),
    "an ECT with a name written from right to left": (
        named(lambda name: {unicodedata.bidirectional(each) for each in name} >= {"AL"}),
    ),
    "an ECT with quotes and a comma in the name": (
        named(lambda name: '"' in name and "," in name),
    ),
    "an ECT with a name outside the basic plane": (named(lambda name: max(name) > "\uffff"),),
    "an ECT with combining accents in the name": (
        named(lambda name: name != unicodedata.normalize("NFC", name)),
    ),
    "an ECT whose surname is Null": (named(lambda name: name.endswith(" Null")),),
}


def number(persona: Persona) -> str:
    return f"{persona.id[-3:]} {persona.situation}"


def kept(seen: Sight) -> list[bool]:
    return [check(seen) for check in PROMISES[seen.persona.situation]]


def sight(world: Seeded, persona: Persona) -> Sight:
    record = world.store.own_record(persona.id, OWNER)
    assert record is not None
    made = world.store.declarations_of(record.person)
    return Sight(world, persona, record, made, persona.holds_from or END)


@pytest.mark.parametrize("persona", LISTED, ids=number)
def test_a_persona_is_what_it_promises(seeded, persona):
    seen = sight(seeded, persona)

    assert all(kept(seen)), (kept(seen), seen.record, seen.states)


@pytest.mark.parametrize("persona", LATER, ids=number)
def test_a_later_state_is_what_it_promises_when_it_is_built(empty, persona):
    made = build(empty.store, empty.edition, persona.recipe, persona.newcomer, sides=SIDES)
    seen = sight(empty, persona)

    assert all(kept(seen)), (kept(seen), seen.record, seen.states)
    assert made.holds_from == persona.holds_from > END


@pytest.mark.parametrize("persona", LATER, ids=number)
def test_a_later_state_is_in_no_world_from_the_beginning(seeded, persona):
    assert seeded.rows("SELECT 1 FROM people WHERE id = ?", persona.id) == []


@pytest.mark.parametrize("persona", [each for each in LISTED if each.holds_from], ids=number)
def test_what_time_brings_is_not_there_before(seeded, persona):
    before = replace(sight(seeded, persona), now=Instant(persona.holds_from - 1))

    assert not all(kept(before))


@pytest.mark.parametrize("persona", LISTED, ids=number)
def test_a_persona_and_its_companions_need_nobody_else_and_hold_from_when_the_table_says(
    empty, persona
):
    made = {
        each.id: build(empty.store, empty.edition, each.recipe, each.newcomer, sides=SIDES)
        for each in cast(persona)
    }

    assert max(made[persona.id].holds_from, END) == (persona.holds_from or END)
    assert all(kept(sight(empty, persona)))


@pytest.mark.parametrize("persona", personas(), ids=number)
def test_steps_happen_when_the_table_says(empty, persona):
    """Nothing is put off for an edition's schedules: seeded instants are fixed."""
    made = build(empty.store, empty.edition, persona.recipe, persona.newcomer, sides=SIDES)
    acts = empty.column("SELECT at FROM actions")
    seen = {*acts, *(each.made_at for each in made.declarations)}

    recorded = (Verb.DECLARE, Verb.DEFER, Verb.RESUME, Verb.WITHDRAW)
    assert seen == {step.at for step in persona.recipe.steps if step.verb in recorded}
    assert [each.declaration_date for each in made.declarations] == [
        each.made_at for each in made.declarations
    ]


def test_every_situation_of_the_design_is_there():
    assert {each.situation for each in personas()} == PROMISES.keys()


@pytest.mark.parametrize("kind", list(ParticipantType))
def test_somebody_is_ready_to_start_on_each_schedule_they_can_be_on(seeded, kind):
    on = [
        each.recipe.schedule_identifier
        for each in LISTED
        if each.situation.endswith("ready to start") and each.recipe.participant_type is kind
    ]

    open_to = [
        each.identifier
        for each in seeded.edition.schedules
        if each.cohort == 2021 and (kind is ParticipantType.MENTOR or not each.is_for_mentors_only)
    ]
    assert on == open_to
    assert len(on) == {ParticipantType.ECT: 9, ParticipantType.MENTOR: 12}[kind]


def test_equal_situations_are_equal_recipes_but_for_the_schedule():
    recipes = {}
    for each in personas():
        made = replace(each.recipe, schedule_identifier="any")
        assert recipes.setdefault(each.situation, made) == made


def test_ids_are_easy_to_remember_and_in_order():
    numbers = [int(each.id[-3:]) for each in personas()]

    for each in personas():
        assert re.fullmatch(r"00000000-0000-4000-8000-000000000\d{3}", each.id)
    sizes = Counter(each.chapter for each in personas())
    assert numbers == [
        100 * chapter + place
        for chapter, size in enumerate(sizes.values(), start=1)
        for place in range(1, size + 1)
    ]


def test_everybody_is_somebody():
    for each in personas():
        assert each.purpose.endswith(".")
        assert re.match(r"an? ", each.situation)
    for unique in ("full_name", "email"):
        values = [getattr(each.newcomer, unique) for each in personas()]
        assert len(values) == len(set(values))
    numbers = Counter(each.newcomer.teacher_reference_number for each in personas())
    assert sorted(each for each, times in numbers.items() if times > 1) == ["1000609", "1000704"]


@pytest.mark.parametrize("persona", [each for each in personas() if each.companions], ids=number)
def test_companions_are_the_mentor_the_mentored_and_the_namesakes(persona):
    by_id = {each.id: each for each in personas()}
    company = [by_id[each] for each in persona.companions]

    assert len(company) == len(set(persona.companions))
    mentor = persona.newcomer.mentor_id
    for each in company:
        assert (
            each.id == mentor
            or each.newcomer.mentor_id in (persona.id, mentor)
            or each.newcomer.teacher_reference_number == persona.newcomer.teacher_reference_number
        )
    assert mentor is None or mentor in persona.companions


@pytest.mark.parametrize("persona", [each for each in LISTED if each.declaration_ids], ids=number)
def test_declarations_have_fixed_ids_in_their_order(seeded, persona):
    made = sight(seeded, persona).declarations

    assert tuple(each.id for each in made) == persona.declaration_ids
    assert made[0].id == f"dec00001{persona.id[8:]}"


def test_a_paid_declaration_to_void_is_there_from_december(seeded):
    (persona,) = [each for each in LISTED if each.situation == "an ECT with a paid declaration"]
    declaration = seeded.store.declaration("dec00001-0000-4000-8000-000000000607", OWNER)

    assert persona.holds_from == at("2021-12-01T00:00:00Z")
    assert declaration.participant_id == persona.id
    assert paying.state_at(persona.holds_from, declaration.settlement) is State.PAID


def test_personas_come_first_in_the_list_of_their_provider(seeded):
    first = seeded.column(
        "SELECT p.id FROM records r JOIN people p ON p.key = r.person"
        " WHERE r.provider = 1 ORDER BY r.created LIMIT 60"
    )

    early = [each.id for each in LISTED if each.recipe.added_at < at("2021-06-02T00:00:00Z")]
    assert [each for each in early if each in first] == first


def test_personas_belong_to_north_star_and_transfers_to_riverbank_too(seeded):
    providers = Counter(
        seeded.column(
            "SELECT v.slug FROM records r JOIN people p ON p.key = r.person"
            " JOIN providers v ON v.key = r.provider WHERE p.id LIKE '00000000-%'"
        )
    )

    assert providers == {"north-star": len(LISTED), "riverbank": 3}


def test_adding_personas_needs_no_crowd(empty):
    filling.add_personas(empty.store, empty.edition)

    assert empty.rows("SELECT count(*) FROM people") == [(len(LISTED),)]
    assert empty.rows("SELECT DISTINCT status FROM records ORDER BY status") == [
        (Status.ACTIVE.value,),
        (Status.WITHDRAWN.value,),
    ]
