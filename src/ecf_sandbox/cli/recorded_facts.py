"""What those whom a recording names are known by, so that others can be found elsewhere."""

from collections.abc import Mapping

from ecf_sandbox.cli.remote import Json, Remote, place

Facts = dict[str, Json]

SCHOOL = "school_id"
URN = "school_urn"

_OF_V1 = ("participant_type", "cohort", "schedule_identifier", "eligible_for_funding")
# Lists of the control API, by kind; partnerships first, since they name schools.
_ORGANISATIONS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "partnership": (
        "partnerships",
        {
            "provider": "provider",
            "cohort": "cohort",
            "urn": "school_urn",
            SCHOOL: SCHOOL,
        },
    ),
    "school": ("schools", {"urn": "urn"}),
    "delivery-partner": ("delivery-partners", {"name": "name"}),
    "statement": (
        "statements",
        {"provider": "provider", "cohort": "cohort", "year": "year", "month": "month"},
    ),
}


def participant(told: Json, provider: str, date: str) -> Facts | None:
    """Return what somebody whom the control API tells of is known by for a provider at a date.

    None is nobody of that provider's. What began on the day itself may be what was asked for
    then, so an earlier training period is taken where there is one.
    """
    if "school_periods" not in told:
        return {name: told[name] for name in _OF_V1}
    today = date[:10]
    trained = [
        (at, each)
        for at in told["school_periods"]
        for each in at["training_periods"]
        if each["provider"] == provider and each["started_on"] <= today
    ]
    earlier = [(at, each) for at, each in trained if each["started_on"] < today]
    if not trained:
        return None
    at, training = (earlier or trained)[-1]
    return {
        "participant_type": at["participant_type"],
        "cohort": training["cohort"],
        "schedule_identifier": training["schedule_identifier"],
        "eligible_for_funding": _is_funded(told, at["participant_type"], date),
        "training_status": _training_status(training, date),
        URN: at["school_urn"],
    }


def organisations(
    remote: Remote, world: str, named: Mapping[str, Mapping[str, str]]
) -> dict[str, Facts]:
    """Return what organisations and statements of API v3 are known by, as their provider shows it.

    `named` has for each id the provider that named it and the cohort, where it said one. Whom a
    partnership is between is named with it.
    """
    found: dict[str, Facts] = {}
    wanted = dict(named)
    for kind, (path, names) in _ORGANISATIONS.items():
        listed = remote.get(place("worlds", world, path))[path.replace("-", "_")]
        for each in listed:
            if each["id"] in wanted:
                shown = {name: each[there] for name, there in names.items()}
                facts = {"kind": kind, **wanted[each["id"]], **shown}
                found[each["id"]] = facts
                if kind == "partnership":
                    wanted[facts[SCHOOL]] = {name: facts[name] for name in ("provider", "cohort")}
                if kind == "school":
                    facts["expression_of_interest"] = _is_of_interest(each, facts)
    return found


def _is_of_interest(school: Json, facts: Facts) -> bool:
    """Return whether a school's people are with the provider, or meant for it, in the cohort."""
    return any(
        facts["provider"] in each["expressions_of_interest"]
        for each in school["cohorts"]
        if each["cohort"] == facts.get("cohort")
    )


def _training_status(period: Json, date: str) -> str:
    """Return the status before whatever was done at a date."""
    for status in ("withdrawn", "deferred"):
        since = period[f"{status}_at"]
        if since is not None and since < date:
            return status
    return "active"


def _is_funded(told: Json, role: str, date: str) -> bool:
    """Return whether somebody's training is funded before what was done at a date (V3-PART-14)."""
    known = told["eligibility"][role]
    eligible = known["eligible_at"] is not None and known["eligible_at"] <= date
    ends = known["ineligible_on"]
    return eligible and (ends is None or date[:10] <= ends)
