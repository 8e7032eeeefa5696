"""Who may be deferred, resumed and withdrawn, and for which reasons."""

import pytest

from ecf_sandbox.v1.domain.declarations import Unusable
from ecf_sandbox.v1.domain.editions import EditionName
from ecf_sandbox.v1.domain.participants import (
    Course,
    DeferralReason,
    Status,
    TrainingStatus,
    WithdrawalReason,
)
from ecf_sandbox.v1.rules import acting
from ecf_sandbox.v1.rules.ownership import (
    Ownership,
    known_participant,
    ownership_of,
    right_course,
)
from tests.kit.facts import EDITIONS, edition, record


def titles(problems):
    return [problem.title for problem in problems]


@pytest.mark.parametrize(
    ("can", "accepted"),
    [
        pytest.param(acting.can_defer, {"active"}, id="defer", marks=pytest.mark.rule("ACT-2")),
        pytest.param(acting.can_resume, {"deferred"}, id="resume", marks=pytest.mark.rule("ACT-3")),
        pytest.param(
            acting.can_withdraw,
            {"active", "deferred"},
            id="withdraw",
            marks=pytest.mark.rule("ACT-4"),
        ),
    ],
)
@pytest.mark.parametrize("status", TrainingStatus)
def test_an_action_asks_for_its_training_status(can, accepted, status):
    problems = titles(can(record(training_status=status)))
    assert problems == ([] if status in accepted else ["participant_profile"])


@pytest.mark.rule("ACT-2")
def test_the_reasons_for_a_break_are_five():
    assert set(DeferralReason) == {
        "bereavement",
        "long-term-sickness",
        "parental-leave",
        "career-break",
        "other",
    }


@pytest.mark.rule("ACT-4")
def test_the_reasons_for_leaving_are_six():
    assert set(WithdrawalReason) == {
        "left-teaching-profession",
        "moved-school",
        "mentor-no-longer-being-mentor",
        "school-left-fip",
        "started-in-error",
        "other",
    }


@pytest.mark.rule("ACT-1", "DECL-9")
@pytest.mark.parametrize("of", EDITIONS)
@pytest.mark.parametrize("provider", ["north-star", "riverbank"])
@pytest.mark.parametrize("kind", ["ect", "mentor"])
@pytest.mark.parametrize("course", [*Course, Unusable.MISSING, Unusable.UNREADABLE])
def test_whoever_is_named_on_a_wrong_course_is_nobody(of, provider, kind, course):
    fitting = Course.INDUCTION if kind == "ect" else Course.MENTOR
    ours = Ownership.OWN if provider == "north-star" else Ownership.OTHERS

    known = ownership_of(record(kind), provider, course, edition(of))
    assert known is (ours if course is fitting else Ownership.UNKNOWN)


@pytest.mark.rule("ACT-1", "DECL-9")
@pytest.mark.parametrize(
    ("known", "expected"),
    [
        pytest.param(Ownership.OWN, [], id="ours"),
        pytest.param(Ownership.OTHERS, ["participant_id"], id="another provider's"),
        pytest.param(Ownership.UNKNOWN, ["participant_id", "course_identifier"], id="nobody"),
    ],
)
def test_nobody_fails_on_both_and_anothers_on_the_participant_alone(known, expected):
    assert titles([*known_participant(known, "ACT-1"), *right_course(known, "ACT-1")]) == expected


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        pytest.param(
            EditionName.GUIDANCE,
            Ownership.OWN,
            id="guidance",
            marks=pytest.mark.rule("ACT-1", "DECL-12", edition="guidance"),
        ),
        pytest.param(
            EditionName.SERVICE,
            Ownership.UNKNOWN,
            id="service",
            marks=pytest.mark.rule("ACT-1", "DECL-12", edition="service"),
        ),
    ],
)
def test_whom_the_school_withdrew_is_known_to_the_guidance_only(of, expected):
    withdrawn = record(status=Status.WITHDRAWN)

    known = ownership_of(withdrawn, "north-star", Course.INDUCTION, edition(of))
    assert known is expected
