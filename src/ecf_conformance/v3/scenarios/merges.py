"""Two people who are one: what the survivor has of both, what stays, and what is refused."""

from ecf_conformance.cases import Case, table
from ecf_conformance.participants import Participant
from ecf_conformance.reply import Json
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.person_records import (
    mentorships,
    record_of,
    school_periods,
    training_periods,
)
from ecf_conformance.v3.provider import DAY_AFTER, NOW, TOMORROW, Provider
from ecf_conformance.v3.registrations import (
    ECT,
    IN_SEPTEMBER,
    MENTOR,
    cannot_report,
    correct,
    partnered_school,
    register,
    report,
)

_CONTROL = {Ability.CONTROL}


def _until(provider: Provider, last: str, kind: str = "ect", /, **facts: Json) -> Participant:
    """Return somebody who was at a school from September to a day."""
    with provider.on(IN_SEPTEMBER):
        who = register(provider, kind, **facts)
        report(provider, who, "leave", participant_type=kind, on=last)
    return who


def _merge(provider: Provider, retired: Participant, survivor: Participant) -> Json:
    return report(provider, retired, "merge", into=survivor.id)


@scenario("V3-REG-12", needs=_CONTROL, each=table(Case("ect"), Case("mentor")))
def times_of_two_do_not_overlap(provider: Provider, case: Case) -> None:
    """Two who were at schools, or trained, on one day are not merged; a day apart they are."""
    school, kind = {"school_id": partnered_school(provider)}, case.name
    for first_day, why in (("2026-11-25", "into V3-REG-12"), ("2026-11-26", None)):
        retired = _until(provider, "2026-11-25", kind, **school)
        survivor = register(provider, kind, **school, started_on=first_day)
        if why:
            for one, other in ((retired, survivor), (survivor, retired)):
                cannot_report(provider, one, "merge", why, into=other.id)
        else:
            assert school_periods(_merge(provider, retired, survivor)) == [
                f"{kind} 2026-09-02 to 2026-11-25",
                f"{kind} from {first_day}",
            ]


@scenario("V3-REG-12", needs=_CONTROL)
def an_ect_is_at_one_school_trained_or_not(provider: Provider) -> None:
    """Two who were ECTs at schools on one day are not merged, whenever they were trained."""
    people = [_until(provider, day) for day in ("2026-11-02", "2026-11-01")]
    survivor = register(provider, started_on="2026-11-02")
    assert training_periods(survivor.state_values)[0].endswith("from 2026-11-25")
    cannot_report(provider, people[0], "merge", "into V3-REG-12", into=survivor.id)
    cannot_report(provider, survivor, "merge", "into V3-REG-12", into=people[0].id)
    _merge(provider, people[1], survivor)


@scenario("V3-REG-12", needs=_CONTROL)
def schools_of_mentors_differ(provider: Provider) -> None:
    """Mentors at two schools at once are merged unless both are trained, ECTs are not."""
    trained, other = register(provider, "mentor"), register(provider, "mentor", provider=None)
    assert school_periods(_merge(provider, other, trained)) == ["mentor from 2026-11-25"] * 2
    both = [register(provider, "mentor") for _ in range(2)]
    cannot_report(provider, both[0], "merge", "into V3-REG-12", into=both[1].id)
    ects = [register(provider, provider=None) for _ in range(2)]
    cannot_report(provider, ects[0], "merge", "into V3-REG-12", into=ects[1].id)
    school = {"school_id": partnered_school(provider), "provider": None}
    same = [register(provider, "mentor", **school) for _ in range(2)]
    cannot_report(provider, same[0], "merge", "into V3-REG-12", into=same[1].id)
    _merge(provider, both[0], ects[0])


@scenario("V3-REG-12", needs=_CONTROL)
def who_mentors_is_not_who_is_mentored(provider: Provider) -> None:
    """Nobody is merged into oneself, or into the own mentor or ECT."""
    school = {"school_id": partnered_school(provider)}
    ect, mentor, other = (
        register(provider, kind, **school) for kind in ("ect", "mentor", "mentor")
    )
    report(provider, ect, "mentor", mentor_id=mentor.id)
    cannot_report(provider, ect, "merge", "into V3-REG-12", into=ect.id)
    for one, into in ((ect, mentor), (mentor, ect)):
        cannot_report(provider, one, "merge", "into V3-REG-12", into=into.id)
    person = _merge(provider, other, ect)
    assert mentorships(person) == [f"{mentor.id} from 2026-11-25"]


@scenario("V3-REG-12", "V3-REG-9", needs=_CONTROL)
def inductions_of_two_fit(provider: Provider) -> None:
    """Inductions that overlap, or that both have an outcome, are two people's; others are kept."""
    people = [_until(provider, "2026-09-30"), register(provider)]
    for who, first, last in zip(
        people, ("2025-09-01", "2026-07-01"), ("2026-07-01", None), strict=True
    ):
        report(provider, who, "induction", started_on=first)
        if last:
            correct(provider, who, "induction", finished_on=last)
    cannot_report(provider, people[0], "merge", "into V3-REG-12", into=people[1].id)
    correct(provider, people[1], "induction", started_on="2026-07-02")
    correct(provider, people[0], "induction", outcome="fail")
    ended = {"finished_on": "2026-11-20", "outcome": "pass"}
    correct(provider, people[1], "induction", **ended)
    cannot_report(provider, people[0], "merge", "into V3-REG-12", into=people[1].id)
    correct(provider, people[1], "induction", outcome=None)
    _merge(provider, people[0], people[1])
    kept = record_of(provider, people[1])["inductions"]
    found = [(each["started_on"], each["outcome"]) for each in kept]
    assert found == [("2025-09-01", "fail"), ("2026-07-02", None)], found


@scenario("V3-REG-12", needs=_CONTROL)
def everything_wrong_with_a_merge_is_told(provider: Provider) -> None:
    """Times that overlap and two outcomes are told at once."""
    people = [_until(provider, "2026-11-20") for _ in range(2)]
    for who, year in zip(people, ("2024", "2025"), strict=True):
        report(provider, who, "induction", started_on=f"{year}-09-01")
        correct(provider, who, "induction", finished_on=f"{year}-12-01", outcome="pass")
    why = "into V3-REG-12"
    cannot_report(provider, people[0], "merge", why, why, into=people[1].id)
    _merge(provider, people[0], register(provider, "mentor"))


@scenario("V3-REG-12", "V3-PART-4", "V3-PART-9", needs=_CONTROL)
def the_survivor_keeps_its_own_facts(provider: Provider) -> None:
    """Name, number, record and eligibility are the survivor's, and the other's number is free."""
    retired, survivor = _until(provider, "2026-09-30"), register(provider)
    number = f"{int(retired.id[:8], 16) % 10_000_000:07}"
    correct(provider, retired, teacher_reference_number=number, full_name="Ada Quill")
    correct(provider, survivor, full_name="Ida Quill")
    report(provider, retired, "eligibility", **ECT, eligible=True)
    report(provider, retired, "eligibility", **ECT, ineligible_on="2026-11-01")
    before = record_of(provider, survivor)
    person = _merge(provider, retired, survivor)
    for name in ("full_name", "teacher_reference_number", "training_record_ids", "eligibility"):
        assert person[name] == before[name], name
    led = f"{provider.slug} 2026"
    assert training_periods(person) == [
        f"{led} ecf-standard-september 2026-09-02 to 2026-09-30",
        f"{led} ecf-standard-january from 2026-11-25",
    ]
    correct(provider, survivor, teacher_reference_number=number)
    cannot_report(provider, survivor, "merge", "into V3-REG-12", into=survivor.id)


@scenario("V3-REG-12", "V3-PAY-2", "V3-PAY-3", needs={*_CONTROL, Ability.PAYMENTS})
def what_was_eligible_stays_so(provider: Provider) -> None:
    """A declaration that was eligible by its person stays so with a survivor who is not."""
    retired, survivor = _until(provider, "2026-11-24"), register(provider)
    unpaid = _until(provider, "2026-11-24")
    made = provider.declares(retired, dated="2026-10-01T09:00:00Z").accepted()
    waiting = provider.declares(unpaid, dated="2026-10-01T09:00:00Z").accepted()
    report(provider, retired, "induction", started_on="2026-09-01")
    report(provider, unpaid, "induction", started_on="2026-12-20")
    with provider.on(TOMORROW):
        statement = provider.reads_declaration(made.id).shows(state="eligible")
        _merge(provider, retired, survivor)
        _merge(provider, unpaid, register(provider, "mentor"))
        read = provider.reads_declaration(made.id).shows(state="eligible")
        read.shows(statement_id=statement.attributes["statement_id"], participant_id=survivor.id)
        provider.reads_declaration(waiting.id).shows(state="submitted")
    with provider.on("2027-01-01T00:00:00Z"):
        provider.reads_declaration(made.id).shows(state="payable")


@scenario("V3-IDCHANGE-1", "V3-REG-12", needs=_CONTROL)
def id_changes_are_in_order_of_time(provider: Provider) -> None:
    """Changes of both sides are shown by when they were, whosever they are."""
    people = [register(provider, "mentor", provider=None) for _ in range(4)]
    _merge(provider, people[0], people[1])
    with provider.on(TOMORROW):
        _merge(provider, people[2], people[3])
    with provider.on(DAY_AFTER):
        shown = _merge(provider, people[1], people[3])["participant_id_changes"]
    assert [each["changed_at"] for each in shown] == [NOW, TOMORROW, DAY_AFTER], shown
    ids = [each["from_participant_id"] for each in shown]
    assert ids == [people[number].id for number in (0, 2, 1)], shown


@scenario("V3-REG-12", "V3-PART-7", "V3-DECL-15", "V3-IDCHANGE-2", needs=_CONTROL)
def who_is_mentored_has_the_survivor(provider: Provider) -> None:
    """ECTs, and what was declared of them, name the survivor in the place of their mentor."""
    school = {"school_id": partnered_school(provider)}
    with provider.on(IN_SEPTEMBER):
        ect, mentor, other = (
            register(provider, kind, **school) for kind in ("ect", "mentor", "mentor")
        )
        report(provider, ect, "mentor", mentor_id=other.id)
    theirs = provider.declares(ect, "started", "2026-09-20T09:00:00Z").accepted()
    theirs.shows(mentor_id=other.id)
    report(provider, ect, "mentor", mentor_id=mentor.id, started_on="2026-10-01")
    provider.voids(theirs).accepted()
    made = provider.declares(ect, "started", "2026-10-02T09:00:00Z").accepted()
    made.shows(mentor_id=mentor.id)
    survivor = register(provider, provider=None)
    with provider.on(TOMORROW):
        _merge(provider, mentor, survivor)
        assert provider.enrolment(ect)["mentor_id"] == survivor.id
        provider.reads_declaration(made.id).shows(mentor_id=survivor.id)
        provider.reads_declaration(theirs.id).shows(mentor_id=other.id)
    assert mentorships(record_of(provider, ect)) == [
        f"{other.id} 2026-09-02 to 2026-09-30",
        f"{survivor.id} from 2026-10-01",
    ]
    assert mentorships(record_of(provider, survivor)) == [f"{ect.id} from 2026-10-01"]


@scenario("V3-REG-12", "V3-IDCHANGE-2", needs=_CONTROL)
def a_mentored_person_is_renamed_too(provider: Provider) -> None:
    """The mentor of somebody who is merged has the survivor as ECT."""
    school = {"school_id": partnered_school(provider)}
    with provider.on(IN_SEPTEMBER):
        ect, mentor = (register(provider, kind, **school) for kind in ("ect", "mentor"))
        report(provider, ect, "mentor", mentor_id=mentor.id)
    survivor = register(provider, "mentor", provider=None)
    assert mentorships(_merge(provider, ect, survivor)) == [f"{mentor.id} from 2026-09-02"]
    assert mentorships(record_of(provider, mentor)) == [f"{survivor.id} from 2026-09-02"]
    assert MENTOR["participant_type"] in school_periods(record_of(provider, survivor))[-1]
