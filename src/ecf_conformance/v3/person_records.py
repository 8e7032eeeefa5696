"""What the control API shows of a person's periods, each as a line."""

from ecf_conformance.participants import Participant
from ecf_conformance.reply import Json
from ecf_conformance.v3.provider import Provider


def record_of(provider: Provider, who: Participant | str) -> Json:
    """Return everything about a person, as it is recorded now."""
    return provider.control("GET", f"/participants/{who if isinstance(who, str) else who.id}")


def school_of_record(person: Json) -> str:
    """Return the id of the one school where somebody is."""
    (school,) = {each["school_id"] for each in person["school_periods"]}
    return str(school)


def school_periods(person: Json) -> list[str]:
    """Return periods at schools, as `ect from 2026-09-01`."""
    return [f"{each['participant_type']} {days(each)}" for each in person["school_periods"]]


def training_periods(person: Json) -> list[str]:
    """Return training, as `north-star 2026 ecf-standard-september from 2026-09-01`.

    Before a partnership it begins with `interest in`; what a school leads is `school_led`.
    """
    return [f"{_whose(each)} {days(each)}" for each in every_training(person)]


def mentorships(person: Json) -> list[str]:
    """Return mentorships, each as the other's id and its days."""
    return [
        f"{each['with']} {days(each)}"
        for period in person["school_periods"]
        for each in period["mentorships"]
    ]


def every_training(person: Json) -> list[Json]:
    """Return all training periods, school by school."""
    return [each for period in person["school_periods"] for each in period["training_periods"]]


def days(period: Json) -> str:
    """Return a period's days, as `from 2026-09-01` or `2026-09-01 to 2026-12-31`."""
    first, last = period["started_on"], period["finished_on"]
    return f"{first} to {last}" if last else f"from {first}"


def _whose(training: Json) -> str:
    if training["programme"] == "school_led":
        return "school_led"
    owner = f"{training['provider']} {training['cohort']} {training['schedule_identifier']}"
    return f"interest in {owner}" if training["interest"] else owner
