"""What the service edition judges beyond the guidance: others' participants, and schedules."""

import pytest

from tests.kit.sandbox import NOW, attributes, titles
from tests.kit.traces import everything
from tests.kit.wire import UNKNOWN_ID

STANDARD = "ecf-standard-september"
JANUARY = "ecf-standard-january"
REPLACEMENT = "ecf-replacement-september"
BOTH = ["participant_id", "course_identifier"]
ALL_OF_IT = ["course_identifier", "participant_id", "schedule_identifier"]
NEXT_ACADEMIC_YEAR = "2022-09-01T00:00:00Z"


@pytest.fixture
def ect(service_sandbox):
    """An ECT of north-star who has a `started` declaration of the day."""
    made = service_sandbox.add()
    attributes(service_sandbox.provider().declare(made))
    return made


def declaring(dated=NOW, declaration_type="retained-1", **said):
    return {"declaration_type": declaration_type, "dated": dated, "now": NOW, **said}


@pytest.mark.rule("DECL-1", "AUTH-3", edition="service")
@pytest.mark.parametrize(
    ("said", "ours"),
    [
        pytest.param(
            declaring(declaration_type="retained-2"),
            ["declaration_date"],
            id="outside the milestone",
        ),
        pytest.param(declaring(evidence_held="x"), ["evidence_held"], id="evidence"),
        pytest.param(
            declaring(declaration_type="retained-9"), ["declaration_type"], id="type in schedule"
        ),
        pytest.param(declaring(declaration_type="started"), ["base"], id="place"),
    ],
)
def test_anothers_participant_is_judged_like_ones_own(service_sandbox, ect, said, ours):
    order = ["declaration_date", "participant_id", "evidence_held", "declaration_type", "base"]
    before = everything(service_sandbox)

    assert titles(service_sandbox.provider().declare(ect, **said)) == ours
    refused = titles(service_sandbox.provider("riverbank").declare(ect, **said))
    assert refused == sorted([*ours, "participant_id"], key=order.index)
    wrong = {**said, "course_identifier": "ecf-mentor"}
    assert titles(service_sandbox.provider("riverbank").declare(ect, **wrong)) == BOTH
    assert everything(service_sandbox) == before


@pytest.mark.rule("DECL-1", edition="service")
def test_anothers_participant_is_judged_on_the_schedule_held_now(service_sandbox):
    ect, riverbank = service_sandbox.add(), service_sandbox.provider("riverbank")
    december = {"dated": "2021-12-10T09:00:00Z", "now": "2021-12-10T09:00:00Z"}
    assert titles(riverbank.declare(ect, **december)) == ["declaration_date", "participant_id"]

    moved = {"schedule_identifier": JANUARY, "cohort": 2021}
    attributes(service_sandbox.provider().act("change-schedule", ect, **moved))
    assert titles(riverbank.declare(ect, **december)) == ["participant_id"]
    assert attributes(service_sandbox.provider().declare(ect, **december))


@pytest.mark.rule("DECL-1")
@pytest.mark.parametrize(
    ("said", "guidance", "service"),
    [
        pytest.param(
            {"dated": "2021-11-25T09:00:01Z"},
            ["declaration_date", "declaration_type"],
            ["declaration_type", "declaration_date"],
            id="after now",
        ),
        pytest.param(
            {"dated": "yesterday"},
            ["declaration_date", "declaration_type"],
            ["declaration_type", "declaration_date"],
            id="unreadable",
        ),
        pytest.param(
            {"declaration_date": ""},
            ["declaration_date", "declaration_type"],
            ["declaration_date", "declaration_type"],
            id="missing",
        ),
    ],
)
def test_a_title_stands_where_its_first_check_does(sandbox_of, said, guidance, service):
    for edition, expected in (("guidance", guidance), ("service", service)):
        sandbox = sandbox_of(edition)
        refused = sandbox.provider().declare(sandbox.add(), **{"declaration_type": "", **said})
        assert titles(refused) == expected


@pytest.mark.rule("DECL-3", edition="service")
@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2021-11-24T23:30:00+0100", "2021-11-24T22:30:00Z"),
        ("2021-11-24T23:30:00+01", "2021-11-24T22:30:00Z"),
        ("2021-11-24T21:30:00.5-0130", "2021-11-24T23:00:00Z"),
        ("2021-11-24T23:30:00+01:00", "2021-11-24T22:30:00Z"),
    ],
    ids=lambda value: value,
)
def test_the_service_takes_an_offset_without_colon_or_minutes(service_sandbox, text, meant):
    ect = service_sandbox.add()

    accepted = service_sandbox.provider().declare(ect, dated=text)
    assert attributes(accepted)["declaration_date"] == meant


@pytest.mark.rule("DECL-3", edition="guidance")
@pytest.mark.parametrize("text", ["2021-11-24T23:30:00+0100", "2021-11-24T23:30:00+01"])
def test_the_guidance_takes_whole_offsets_only(sandbox, text):
    refused = sandbox.provider().declare(sandbox.add(), dated=text)
    assert titles(refused) == ["declaration_date"]
    assert attributes(sandbox.provider().declare(sandbox.add(), dated=f"{text[:22]}:00"))


@pytest.mark.rule("DECL-3", edition="service")
@pytest.mark.parametrize("offset", ["+1", "+010", "+01000", "+2500", "+1401", "+0160", "0100"])
def test_other_offsets_are_none_to_the_service_either(service_sandbox, offset):
    ect, provider = service_sandbox.add(), service_sandbox.provider()

    assert titles(provider.declare(ect, dated=f"2021-11-24T20:00:00{offset}")) == [
        "declaration_date"
    ]
    assert attributes(provider.declare(ect, dated="2021-11-24T20:00:00+14"))


@pytest.mark.parametrize(
    ("edition", "expected"),
    [
        pytest.param(
            "guidance",
            ["declaration_date"],
            id="guidance",
            marks=pytest.mark.rule("DECL-7", edition="guidance"),
        ),
        pytest.param(
            "service",
            ["declaration_date", "participant_id"],
            id="service",
            marks=pytest.mark.rule("DECL-7", edition="service"),
        ),
    ],
)
def test_a_day_of_somebody_withdrawn_is_refused_and_compared(sandbox_of, edition, expected):
    sandbox = sandbox_of(edition)
    ect, provider = sandbox.add(), sandbox.provider()
    attributes(provider.act("withdraw", ect, now="2021-11-20T00:00:00Z"))

    for day, titled in (("2021-11-20", expected), ("2021-11-19", ["declaration_date"])):
        assert titles(provider.declare(ect, dated=day)) == titled
    if edition == "service":
        assert attributes(provider.declare(ect, dated="2021-11-19T23:59:59Z"))


@pytest.mark.rule("ACT-1", "AUTH-3", edition="service")
def test_a_reason_to_withdraw_is_asked_of_whoever_fits_the_course(service_sandbox, ect):
    riverbank = service_sandbox.provider("riverbank")

    refused = riverbank.act("withdraw", ect, reason="x")
    assert titles(refused) == ["participant_id", "reason"]
    assert titles(riverbank.act("withdraw", ect)) == ["participant_id"]
    assert titles(riverbank.act("withdraw", ect, reason="x", course_identifier="y")) == BOTH
    assert titles(riverbank.act("withdraw", UNKNOWN_ID, reason="x")) == BOTH
    assert titles(service_sandbox.provider().act("withdraw", ect, reason="x")) == ["reason"]
    assert attributes(service_sandbox.provider().act("withdraw", ect))


@pytest.mark.rule("ACT-1", "AUTH-3", edition="guidance")
def test_the_guidance_asks_a_reason_to_withdraw_of_its_own_only(sandbox):
    ect = sandbox.add()

    assert titles(sandbox.provider("riverbank").act("withdraw", ect, reason="x")) == [
        "participant_id"
    ]
    assert titles(sandbox.provider().act("withdraw", ect, reason="x")) == ["reason"]


@pytest.mark.rule("ACT-5", "ACT-1", edition="service")
@pytest.mark.parametrize(
    ("kind", "course", "asked", "expected"),
    [
        pytest.param("ect", "x", JANUARY, ALL_OF_IT, id="no course"),
        pytest.param("ect", "npq-headship", JANUARY, ALL_OF_IT, id="another course"),
        pytest.param("ect", "", JANUARY, ALL_OF_IT, id="a blank course"),
        pytest.param("ect", "ecf-mentor", JANUARY, ALL_OF_IT[:2], id="the mentors' course"),
        pytest.param("ect", "ecf-mentor", REPLACEMENT, ALL_OF_IT[:2], id="a mentors' schedule"),
        pytest.param("mentor", "ecf-induction", JANUARY, ALL_OF_IT[:2], id="the ECTs' course"),
        pytest.param("mentor", "ecf-induction", REPLACEMENT, ALL_OF_IT, id="not an ECT's"),
        pytest.param("ect", "x", "ecf-standard-july", ALL_OF_IT[:2], id="an unknown schedule"),
        pytest.param("ect", "ecf-induction", REPLACEMENT, ALL_OF_IT[2:], id="the right course"),
    ],
)
def test_a_schedule_is_judged_by_the_course_that_is_named(
    service_sandbox, kind, course, asked, expected
):
    somebody = service_sandbox.add(kind)
    said = {"schedule_identifier": asked, "course_identifier": course, "cohort": 2021}

    provider = service_sandbox.provider()
    assert titles(provider.act("change-schedule", somebody, **said)) == expected
    moved = {"schedule_identifier": JANUARY, "cohort": 2021}
    assert attributes(provider.act("change-schedule", somebody, **moved))


@pytest.mark.rule("ACT-5", "ACT-7", "AUTH-3", edition="service")
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param(
            {"schedule_identifier": STANDARD, "cohort": 2021},
            ["participant_id", "schedule_identifier"],
            id="the same",
        ),
        pytest.param(
            {"schedule_identifier": JANUARY, "cohort": 2021},
            ["participant_id", "schedule_identifier"],
            id="where a declaration would not stand",
        ),
        pytest.param(
            {"schedule_identifier": REPLACEMENT, "cohort": 2021},
            ["participant_id", "schedule_identifier"],
            id="a mentors' schedule",
        ),
        pytest.param(
            {"schedule_identifier": "ecf-extended-september", "cohort": 2021},
            ["participant_id"],
            id="another that fits",
        ),
        pytest.param(
            {"schedule_identifier": "ecf-extended-september", "cohort": 1999},
            ["participant_id"],
            id="a cohort that has none",
        ),
    ],
)
def test_the_schedule_of_anothers_participant_is_judged_but_no_cohort(
    service_sandbox, ect, said, expected
):
    riverbank = service_sandbox.provider("riverbank")
    assert titles(riverbank.act("change-schedule", ect, **said)) == expected


@pytest.mark.rule("ACT-5", "ACT-6", edition="service")
def test_the_same_schedule_of_another_cohort_is_not_the_same(service_sandbox):
    ect, provider = service_sandbox.add(), service_sandbox.provider()
    same = {"schedule_identifier": STANDARD}

    assert titles(provider.act("change-schedule", ect, **same, cohort=2022)) == ["cohort"]
    later = provider.act("change-schedule", ect, **same, now=NEXT_ACADEMIC_YEAR)
    assert titles(later) == ["cohort"]
    own = provider.act("change-schedule", ect, **same, cohort=2021)
    assert titles(own) == ["schedule_identifier"]


@pytest.mark.rule("ACT-7", edition="service")
def test_declarations_are_held_against_the_cohort_that_is_asked_for(service_sandbox, ect):
    provider = service_sandbox.provider()
    said = {"schedule_identifier": "ecf-extended-september"}

    refused = provider.act("change-schedule", ect, **said, cohort=2022)
    assert titles(refused) == ["schedule_identifier", "cohort"]
    assert attributes(provider.act("change-schedule", ect, **said, cohort=2021))


@pytest.mark.parametrize(
    ("edition", "expected"),
    [
        pytest.param(
            "guidance",
            ["participant_id", "schedule_identifier"],
            id="guidance",
            marks=pytest.mark.rule("ACT-5", edition="guidance"),
        ),
        pytest.param(
            "service",
            ["schedule_identifier", "participant_id"],
            id="service",
            marks=pytest.mark.rule("ACT-5", edition="service"),
        ),
    ],
)
def test_the_withdrawn_without_a_schedule_fail_on_both(sandbox_of, edition, expected):
    sandbox = sandbox_of(edition)
    ect, provider = sandbox.add(), sandbox.provider()
    attributes(provider.act("withdraw", ect))

    refused = provider.act("change-schedule", ect, schedule_identifier="", cohort=2021)
    assert titles(refused) == expected
    named = provider.act("change-schedule", ect, schedule_identifier=JANUARY, cohort=2021)
    assert titles(named) == ["participant_id"]


@pytest.mark.rule("ACT-5", "ACT-1", edition="service")
def test_a_change_names_everything_wrong_in_order(service_sandbox):
    ect, provider = service_sandbox.add(), service_sandbox.provider()
    attributes(provider.act("withdraw", ect))
    said = {"schedule_identifier": REPLACEMENT, "cohort": 2022}

    refused = provider.act("change-schedule", ect, **said)
    assert titles(refused) == ["participant_id", "schedule_identifier", "cohort"]


@pytest.mark.rule("ACT-6", edition="service")
@pytest.mark.parametrize("year", [2021.9, "2021.9", "2021.0"], ids=repr)
def test_the_service_cuts_the_fraction_off_a_cohort(service_sandbox, year):
    ect, provider = service_sandbox.add(), service_sandbox.provider()
    said = {"schedule_identifier": JANUARY, "cohort": year}
    assert attributes(provider.act("change-schedule", ect, **said))["cohort"] == "2021"


@pytest.mark.rule("ACT-6", edition="guidance")
@pytest.mark.parametrize("year", [2021.9, "2021.9", "2021.0"], ids=repr)
def test_the_guidance_takes_whole_years_only(sandbox, year):
    ect, provider = sandbox.add(), sandbox.provider()
    said = {"schedule_identifier": JANUARY}

    assert titles(provider.act("change-schedule", ect, **said, cohort=year)) == ["cohort"]
    assert attributes(provider.act("change-schedule", ect, **said, cohort="2021"))
