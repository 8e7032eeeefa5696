"""What schools and appropriate bodies report of people, through our sandbox's control API."""

from ecf_conformance.participants import Participant
from ecf_conformance.reply import Json
from ecf_conformance.v3.provider import COHORT, Provider
from ecf_conformance.v3.refusals import refuse
from ecf_conformance.v3.schedules import SEPTEMBER

ECT = {"participant_type": "ect"}
MENTOR = {"participant_type": "mentor"}
IN_SEPTEMBER = "2026-09-02T09:00:00Z"
ON_SEPTEMBER = {"schedule_identifier": SEPTEMBER}
FUNDING_ENDED = {"ineligible_on": "2026-11-01", "reason": "started_not_completed"}


def partnered_school(provider: Provider, cohort: str = COHORT) -> str:
    """Return the id of a school in partnership with a provider, at which nobody is."""
    return str(provider.arranged("a school in partnership", cohort=cohort)["school_id"])


def partnership_terms(provider: Provider) -> dict[str, str]:
    """Return the ids of a school and a delivery partner that a partnership can be made of."""
    school = provider.arranged("a school without partnership")["school_id"]
    partner = provider.arranged("a delivery partner")["delivery_partner_id"]
    return {"school_id": school, "delivery_partner_id": partner}


def register(provider: Provider, kind: str = "ect", /, **facts: Json) -> Participant:
    """Let a school register somebody, with the provider at a school of its own unless said."""
    said = {"participant_type": kind, "provider": provider.slug, **facts}
    if "school_id" not in said:
        said["school_id"] = partnered_school(provider)
    made = provider.control("POST", "/participants", said)
    return Participant(made["id"], kind, "", made)


def register_in_september(provider: Provider, kind: str = "ect", /, **facts: Json) -> Participant:
    """Let a school register somebody on 2 September 2026, with whom training begins then."""
    with provider.on(IN_SEPTEMBER):
        return register(provider, kind, **facts)


def ect_and_mentors(provider: Provider, mentors: int = 2) -> tuple[Participant, list[Participant]]:
    """Return an ECT and mentors at one school since September, the mentors without training."""
    school = {"school_id": partnered_school(provider)}
    return register_in_september(provider, **school), [
        register_in_september(provider, "mentor", **school, provider=None) for _ in range(mentors)
    ]


def assign(provider: Provider, ect: Participant, mentor: Participant, /, **days: str) -> Json:
    """Assign a mentor to an ECT; return the ECT."""
    return report(provider, ect, "mentor", mentor_id=mentor.id, **days)


def report(provider: Provider, who: Participant, what: str, /, **said: Json) -> Json:
    """Report something of somebody, as a call below the person's path; return the person."""
    return provider.control(*_call(who, what), said)


def cannot_report(
    provider: Provider, who: Participant, what: str, /, *why: str, **said: Json
) -> None:
    """Require that a report is refused, as it does not fit what is on record; see `refuse`."""
    refuse(provider, *_call(who, what), said, *why)


def correct(provider: Provider, who: Participant, what: str = "", /, **facts: Json) -> Json:
    """Correct facts of somebody, or of the latest `induction`; return the person."""
    return provider.control("PATCH", _path(who, what), facts)


def cannot_correct(
    provider: Provider, who: Participant, /, *why: str, what: str = "", **facts: Json
) -> None:
    """Require that a correction is refused, as it does not fit what is on record; see `refuse`."""
    refuse(provider, "PATCH", _path(who, what), facts, *why)


def school_of(provider: Provider, who: Participant, cohort: str = COHORT) -> str:
    """Return the id of the school that somebody's enrolment shows."""
    urn = provider.enrolment(who)["school_urn"]
    return provider.schools(cohort, urn=urn).done().ids[0]


def changes_school(provider: Provider, school_id: str, /, **facts: Json) -> None:
    """Let the department change facts of a school."""
    provider.control("PATCH", f"/schools/{school_id}", facts)


def _call(who: Participant, what: str) -> tuple[str, str]:
    return "PUT" if what == "eligibility" else "POST", _path(who, what)


def _path(who: Participant, what: str = "") -> str:
    return f"/participants/{who.id}" + (f"/{what}" if what else "")
