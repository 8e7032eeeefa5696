"""Advisories: what the department would query."""

from ecf_conformance.reply import Json
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import NOW, Provider

_CONTROL = {Ability.CONTROL}


def _rules_about(provider: Provider, id_: str) -> set[str]:
    """Return the rules of the advisories that name a participant, school or partnership."""
    told: Json = provider.control("GET", "/advisories")
    return {each["rule"] for each in told["advisories"] if id_ in each.values()}


def _told_about(provider: Provider, id_: str, rule: str) -> list[Json]:
    """Return the advisories of a rule that name one."""
    told: Json = provider.control("GET", "/advisories")
    return [each for each in told["advisories"] if each["rule"] == rule and id_ in each.values()]


@scenario("V3-ADV-1", needs=_CONTROL)
def a_school_without_partnership_is_told(provider: Provider) -> None:
    """A school that named a provider is told until there is a partnership."""
    school = provider.arranged("a school with an expression of interest")["school_id"]
    assert "V3-ADV-1" in _rules_about(provider, school)
    partner = provider.arranged("a delivery partner")["delivery_partner_id"]
    provider.partners(school_id=school, delivery_partner_id=partner).done()
    assert "V3-ADV-1" not in _rules_about(provider, school)


@scenario("V3-ADV-2", needs=_CONTROL)
def a_missing_declaration_is_told(provider: Provider) -> None:
    """A deadline that has passed is told until the declaration is there."""
    ect = provider.someone(cohort="2024")
    assert "V3-ADV-2" in _rules_about(provider, ect.id)
    fresh = provider.someone()
    assert "V3-ADV-2" not in _rules_about(provider, fresh.id)


@scenario("V3-ADV-2", needs=_CONTROL)
def what_stands_is_not_missing(provider: Provider) -> None:
    """Once the last declaration that was missing stands, nothing is told."""
    ect = provider.someone(schedule="ecf-standard-april", cohort="2025")
    with provider.on("2026-09-20T09:00:00Z"):
        told = _told_about(provider, ect.id, "V3-ADV-2")
        assert told, "nothing is missing"
    missing = len(told)
    provider.declares(ect, "started", "2026-05-01T09:00:00Z").done()
    with provider.on("2026-09-20T09:00:00Z"):
        told = _told_about(provider, ect.id, "V3-ADV-2")
        assert len(told) == missing - 1, told


@scenario("V3-ADV-3", needs=_CONTROL)
def a_declaration_after_funding_is_told(provider: Provider) -> None:
    """A mentor's declaration with a date after the end of funding is told."""
    mentor = provider.someone("mentor")
    provider.declares(mentor, "started", "2026-11-20T09:00:00Z").done()
    assert "V3-ADV-3" not in _rules_about(provider, mentor.id)
    said = {
        "participant_type": "mentor",
        "ineligible_on": "2026-11-10",
        "reason": "completed_during_early_roll_out",
    }
    provider.control("PUT", f"/participants/{mentor.id}/eligibility", said)
    assert "V3-ADV-3" in _rules_about(provider, mentor.id)


@scenario("V3-ADV-4", needs=_CONTROL)
def a_start_without_induction_is_told(provider: Provider) -> None:
    """A start that waits for an induction is told when its deadline is near."""
    ect = provider.someone(state="an ECT without induction")
    provider.declares(ect).done()
    assert "V3-ADV-4" not in _rules_about(provider, ect.id), "its deadline is not near"
    with provider.on("2026-12-20T09:00:00Z"):
        assert "V3-ADV-4" in _rules_about(provider, ect.id)
        provider.control("POST", f"/participants/{ect.id}/induction", {"started_on": "2026-12-20"})
        assert "V3-ADV-4" not in _rules_about(provider, ect.id)


@scenario("V3-ADV-8", needs=_CONTROL)
def a_withdrawal_that_the_school_denies_is_told(provider: Provider) -> None:
    """Somebody withdrawn as gone to another school, whom the school has still, is told."""
    gone, other = provider.someone(), provider.someone()
    provider.withdraws(gone, reason="moved-school").done()
    provider.withdraws(other, reason="left-teaching-profession").done()
    assert "V3-ADV-8" in _rules_about(provider, gone.id)
    assert "V3-ADV-8" not in _rules_about(provider, other.id)


@scenario("V3-ADV-9", needs=_CONTROL)
def an_idle_partnership_is_told(provider: Provider) -> None:
    """A partnership in which nobody has trained for a year is told."""
    made = provider.arranged("a school in partnership")["partnership_id"]
    assert "V3-ADV-9" not in _rules_about(provider, made)
    with provider.on(NOW.replace("2026", "2028")):
        assert "V3-ADV-9" in _rules_about(provider, made)


@scenario("V3-ADV-5", needs=_CONTROL)
def a_late_standard_schedule_is_told(provider: Provider) -> None:
    """Who still trains on a standard schedule after its last window is told, on an extended not."""
    late = provider.someone(cohort="2023")
    fine = provider.someone(schedule="ecf-extended-september", cohort="2023")
    assert "V3-ADV-5" in _rules_about(provider, late.id)
    assert "V3-ADV-5" not in _rules_about(provider, fine.id)
    frozen = provider.someone(state="an ECT training in a frozen cohort")
    assert "V3-ADV-5" not in _rules_about(provider, frozen.id)


@scenario("V3-ADV-6", needs=_CONTROL)
def a_replacement_mentor_of_before_is_told(provider: Provider) -> None:
    """A mentor on a replacement schedule who mentored another ECT before is told."""
    school = provider.arranged("a school in partnership")["school_id"]
    said = {"provider": provider.slug, "school_id": school}
    ects = [
        provider.control("POST", "/participants", {**said, "participant_type": "ect"})["id"]
        for _ in range(2)
    ]
    schedule = {"schedule_identifier": "ecf-replacement-september"}
    mentor = provider.control(
        "POST", "/participants", {**said, **schedule, "participant_type": "mentor"}
    )["id"]
    assert "V3-ADV-6" not in _rules_about(provider, mentor)
    provider.control("POST", f"/participants/{ects[0]}/mentor", {"mentor_id": mentor})
    with provider.on("2026-11-27T09:00:00Z"):
        provider.control("POST", f"/participants/{ects[1]}/mentor", {"mentor_id": mentor})
        assert "V3-ADV-6" in _rules_about(provider, mentor)


@scenario("V3-ADV-7", needs=_CONTROL)
def two_schools_of_one_name_are_told(provider: Provider) -> None:
    """Two schools of one name with partnerships in one cohort are told, others are not."""
    partner = provider.arranged("a delivery partner")["delivery_partner_id"]
    name = f"Quillfield School {partner}"  # of this play alone
    schools = [
        provider.control("POST", "/schools", {"name": each})["id"]
        for each in (name, name, f"Another {name}")
    ]
    for each in schools:
        provider.partners(school_id=each, delivery_partner_id=partner).done()
    told = ["V3-ADV-7" in _rules_about(provider, each) for each in schools]
    assert any(told[:2]), told
    assert not told[2], told
