"""How people, schools and what is between them are shown, of register worlds."""

from collections.abc import Iterator

import click

from ecf_sandbox.cli.remote import Json
from ecf_sandbox.cli.tables import draw, draw_facts

_PERIODS = (
    "as",
    "school",
    "from",
    "to",
    "trained by",
    "cohort",
    "schedule",
    "training from",
    "to",
)


def person(told: Json) -> None:
    """Show a person: who it is, then schools and training, the oldest first."""
    records = told["training_record_ids"]
    draw_facts(
        [
            ("id", told["id"]),
            ("full_name", told["full_name"]),
            ("teacher_reference_number", told["teacher_reference_number"]),
            ("training records", f"ect {records['ect']}, mentor {records['mentor']}"),
            *_eligibility(told["eligibility"]),
            *(("induction", _induction(each)) for each in told["inductions"]),
            *(("mentorship", each) for each in _mentorships(told)),
            *(("declaration", each) for each in told["declarations"]),
            *(("was", each["from_participant_id"]) for each in told["participant_id_changes"]),
        ]
    )
    click.echo()
    draw(_PERIODS, _periods(told), empty="At no school.")


def people(told: Json) -> None:
    """Show those found, by their latest school."""
    draw(
        ("id", "name", "number", "as", "school"),
        (
            (each["id"], each["full_name"], each["teacher_reference_number"], *_latest(each))
            for each in told["participants"]
        ),
        empty="Nobody was found.",
    )
    if told["total"] > len(told["participants"]):
        click.echo(f"Page {told['page']} of {told['total']} people.")


def school(told: Json) -> None:
    """Show a school and what it is in each cohort."""
    cohorts = told["cohorts"]
    draw_facts((name, value) for name, value in told.items() if name not in ("uplifts", "cohorts"))
    for year, found in told["uplifts"].items():
        click.echo(f"uplifts of {year}: {', '.join(name for name, paid in found.items() if paid)}")
    click.echo()
    draw(
        ("cohort", "programme", "partnerships", "interest of"),
        (
            (
                each["cohort"],
                each["induction_programme_choice"],
                _words(each["partnerships"]),
                _words(each["expressions_of_interest"]),
            )
            for each in cohorts
        ),
        empty="Nothing in any cohort.",
    )


def schools(told: Json) -> None:
    """Show schools, one a line."""
    draw(
        ("id", "urn", "name", "eligible", "tutor"),
        (
            (each["id"], each["urn"], each["name"], each["eligible"], each["tutor_email"])
            for each in told["schools"]
        ),
        empty="There are no schools.",
    )


def delivery_partner(told: Json) -> None:
    """Show a delivery partner and whom it may work with."""
    draw_facts(
        [
            ("id", told["id"]),
            ("name", told["name"]),
            *((each["provider"], _words(each["years"])) for each in told["links"]),
        ]
    )


def delivery_partners(told: Json) -> None:
    """Show delivery partners, one a line."""
    draw(
        ("id", "name", "works with"),
        ((each["id"], each["name"], _links(each)) for each in told["delivery_partners"]),
        empty="There are no delivery partners.",
    )


def partnership(told: Json) -> None:
    """Show a partnership."""
    draw_facts(told.items())


def partnerships(told: Json) -> None:
    """Show partnerships, one a line."""
    draw(
        ("id", "provider", "cohort", "school", "delivery partner", "training"),
        (
            (
                each["id"],
                each["provider"],
                each["cohort"],
                each["school_urn"],
                each["delivery_partner_name"],
                each["participants_currently_training"],
            )
            for each in told["partnerships"]
        ),
        empty="There are no partnerships.",
    )


def cohort(told: Json) -> None:
    """Show a cohort."""
    draw_facts((name, _words(each) if name == "providers" else each) for name, each in told.items())


def cohorts(told: Json) -> None:
    """Show cohorts, one a line."""
    draw(
        ("cohort", "from", "to", "enabled", "frozen", "providers"),
        (
            (
                each["year"],
                each["started_on"],
                each["finished_on"],
                each["enabled"],
                each["frozen"],
                _words(each["providers"]),
            )
            for each in told["cohorts"]
        ),
        empty="There are no cohorts.",
    )


def facts(told: Json) -> None:
    """Show what is flat already."""
    draw_facts(told.items())


def _eligibility(told: Json) -> Iterator[tuple[str, str]]:
    for role, each in told.items():
        words = [f"{name} {value}" for name, value in each.items() if value is not None]
        if words:
            yield f"eligibility as {role}", ", ".join(words)


def _induction(told: Json) -> str:
    ended = f" to {told['finished_on']}" if told["finished_on"] else ""
    outcome = f", {told['outcome']}" if told["outcome"] else ""
    return f"from {told['started_on']}{ended}, {told['appropriate_body']}{outcome}"


def _mentorships(told: Json) -> Iterator[str]:
    for school_period in told["school_periods"]:
        for each in school_period["mentorships"]:
            ended = f" to {each['finished_on']}" if each["finished_on"] else ""
            yield f"with {each['with']} from {each['started_on']}{ended}"


def _periods(told: Json) -> Iterator[tuple[object, ...]]:
    for at in told["school_periods"]:
        place = (at["participant_type"], at["school_urn"], at["started_on"], at["finished_on"])
        for each in at["training_periods"]:
            yield (*place, *_training(each))
        if not at["training_periods"]:
            yield (*place, "nobody", None, None, None, None)


def _training(told: Json) -> tuple[object, ...]:
    by = told["provider"] or "the school"
    return (
        f"{by} (interest)" if told["interest"] else by,
        told["cohort"],
        told["schedule_identifier"],
        told["started_on"],
        told["finished_on"],
    )


def _latest(told: Json) -> tuple[str | None, str | None]:
    if not told["school_periods"]:
        return None, None
    latest = told["school_periods"][-1]
    return latest["participant_type"], latest["school_urn"]


def _links(told: Json) -> str | None:
    return (
        "; ".join(f"{each['provider']} {_words(each['years'])}" for each in told["links"]) or None
    )


def _words(told: Json) -> str | None:
    return ", ".join(told) or None
