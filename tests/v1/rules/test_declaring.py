"""When a declaration is accepted: rules on their own."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.v1.domain.declarations import Evidence, Settlement, Unusable
from ecf_sandbox.v1.domain.participants import Course, TrainingStatus
from ecf_sandbox.v1.domain.schedules import DeclarationType
from ecf_sandbox.v1.rules import declaring
from tests.kit.facts import at, claim, declaration, edition, record

NOON = at("2021-11-25T12:00:00Z")
TYPES = st.sampled_from(DeclarationType)
DATES = st.integers(min_value=at("2021-09-01T00:00:00Z"), max_value=at("2024-01-31T23:59:59Z"))


def titles(problems):
    return [problem.title for problem in problems]


@pytest.mark.rule("DECL-4")
@pytest.mark.parametrize(
    ("dated", "refused"),
    [
        pytest.param(NOON - 1, False, id="a microsecond ago"),
        pytest.param(NOON, False, id="now"),
        pytest.param(NOON + 1, True, id="in a microsecond"),
    ],
)
def test_a_date_is_not_after_now(dated, refused):
    problems = declaring.readable_date(claim(dated=dated), now=NOON)
    assert titles(problems) == (["declaration_date"] if refused else [])


@pytest.mark.rule("DECL-7")
@pytest.mark.parametrize(
    ("dated", "refused"),
    [
        pytest.param(NOON - 1, False, id="a microsecond before the withdrawal"),
        pytest.param(NOON, True, id="at the withdrawal"),
        pytest.param(NOON + 1, True, id="after the withdrawal"),
    ],
)
def test_the_withdrawn_are_declared_only_for_what_came_before(dated, refused):
    withdrawn = record(training_status=TrainingStatus.WITHDRAWN, withdrawn_at=NOON)

    problems = declaring.not_after_withdrawal(claim(dated=dated), withdrawn, edition("guidance"))
    assert titles(problems) == (["participant_id"] if refused else [])


@pytest.mark.rule("DECL-7")
@pytest.mark.parametrize(
    ("of", "day", "refused"),
    [
        pytest.param("service", NOON, True, id="at the withdrawal"),
        pytest.param("service", NOON - 1, False, id="before the withdrawal"),
        pytest.param("service", None, False, id="not a day"),
        pytest.param("guidance", NOON, False, id="in the guidance edition"),
    ],
)
def test_the_service_compares_a_day_without_a_time(of, day, refused):
    withdrawn = record(training_status=TrainingStatus.WITHDRAWN, withdrawn_at=NOON)
    said = claim(dated=Unusable.UNREADABLE, day=day)

    problems = declaring.not_after_withdrawal(said, withdrawn, edition(of))
    assert titles(problems) == (["participant_id"] if refused else [])


@pytest.mark.rule("DECL-8")
@given(kind=TYPES, evidence=st.sampled_from([*Evidence, Unusable.MISSING, Unusable.UNREADABLE]))
def test_every_type_but_started_needs_evidence(kind, evidence):
    started = kind is DeclarationType.STARTED
    said = claim(kind, evidence_held=None if started else evidence)

    lacking = not started and isinstance(evidence, Unusable)
    assert titles(declaring.evidence_for(said)) == (["evidence_held"] if lacking else [])


@pytest.mark.rule("DECL-10")
@given(kind=TYPES, dated=DATES)
def test_the_same_words_are_a_copy(kind, dated):
    past = declaration(kind, dated)
    assert declaring.exact_copy(claim(kind, dated), [past], "north-star") is past


@pytest.mark.rule("DECL-10")
@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"declaration_date": Instant(NOON + 1)}, id="a microsecond later"),
        pytest.param({"declaration_type": DeclarationType.RETAINED_2}, id="another type"),
        pytest.param({"course_identifier": Course.MENTOR}, id="another course"),
        pytest.param({"evidence_held": Evidence.TRAINING_EVENT_ATTENDED}, id="other evidence"),
        pytest.param({"evidence_held": Unusable.MISSING}, id="no evidence"),
    ],
)
def test_one_word_changed_is_no_copy(changed):
    said = claim("retained-1", NOON)
    past = declaration("retained-1", NOON)

    assert declaring.exact_copy(replace(said, **changed), [past], "north-star") is None
    assert declaring.exact_copy(said, [past], "north-star") is past


@pytest.mark.rule("DECL-10")
@pytest.mark.parametrize(
    ("settlement", "copied"),
    [
        pytest.param(Settlement(), True, id="submitted"),
        pytest.param(Settlement(eligible_at=NOON), True, id="eligible"),
        pytest.param(Settlement(eligible_at=NOON, payable_at=NOON), True, id="payable"),
        pytest.param(Settlement(eligible_at=NOON, payable_at=NOON, paid_at=NOON), True, id="paid"),
        pytest.param(Settlement(ineligible_at=NOON), True, id="ineligible"),
        pytest.param(Settlement(voided_at=NOON), False, id="voided"),
        pytest.param(Settlement(paid_at=NOON, voided_at=NOON), False, id="awaiting-clawback"),
        pytest.param(
            Settlement(paid_at=NOON, voided_at=NOON, clawed_back_at=NOON), False, id="clawed-back"
        ),
    ],
)
def test_what_was_taken_back_is_not_copied(settlement, copied):
    past = declaration(dated=NOON, settlement=settlement)
    assert (declaring.exact_copy(claim(dated=NOON), [past], "north-star") is past) is copied


@pytest.mark.rule("DECL-10")
def test_another_providers_words_are_no_copy():
    past = declaration(dated=NOON, provider="riverbank")

    assert declaring.exact_copy(claim(dated=NOON), [past], "north-star") is None
    assert declaring.exact_copy(claim(dated=NOON), [past], "riverbank") is past


@pytest.mark.rule("DECL-11")
@pytest.mark.parametrize(
    ("settlement", "taken"),
    [
        pytest.param(Settlement(), True, id="submitted"),
        pytest.param(Settlement(eligible_at=NOON), True, id="eligible"),
        pytest.param(Settlement(eligible_at=NOON, payable_at=NOON, paid_at=NOON), True, id="paid"),
        pytest.param(Settlement(ineligible_at=NOON), False, id="ineligible"),
        pytest.param(Settlement(voided_at=NOON), False, id="voided"),
        pytest.param(Settlement(paid_at=NOON, voided_at=NOON), False, id="awaiting-clawback"),
    ],
)
@pytest.mark.parametrize("provider", ["north-star", "riverbank"])
def test_a_place_is_taken_while_a_declaration_stands_whoever_made_it(provider, settlement, taken):
    history = [declaration(provider=provider, settlement=settlement)]
    assert titles(declaring.place_is_free(claim(), history)) == (["base"] if taken else [])


@pytest.mark.rule("DECL-11")
@given(declared=TYPES, wanted=TYPES)
def test_each_type_has_its_own_place(declared, wanted):
    problems = declaring.place_is_free(claim(wanted), [declaration(declared)])
    assert titles(problems) == (["base"] if declared is wanted else [])


@pytest.mark.rule("DECL-13")
@pytest.mark.parametrize(
    ("changed", "second"),
    [
        pytest.param({}, True, id="same type and course"),
        pytest.param({"declaration_type": DeclarationType.RETAINED_1}, False, id="another type"),
        pytest.param({"course_identifier": Course.MENTOR}, False, id="another course"),
        pytest.param({"settlement": Settlement(voided_at=NOON)}, False, id="voided"),
        pytest.param({"settlement": Settlement(ineligible_at=NOON)}, False, id="ineligible"),
    ],
)
def test_only_a_standing_declaration_of_type_and_course_makes_another_the_second(changed, second):
    assert declaring.is_second_with_trn(claim(), [declaration(**changed)]) is second
