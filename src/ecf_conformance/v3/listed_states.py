"""Which provider states the lists of API v3 can show, and of whom or what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ecf_conformance.listing import Record
from ecf_conformance.v3.schedules import COHORTS, OPEN_COHORTS, SEPTEMBER, SIMPLE

Params = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ListedState:
    """A provider state that a list can show: which list, how it is filtered, and what fits.

    `fits` is asked with a record and the parameters of the state. `values` are what the state
    returns of a record; those of a participant are the enrolment. Of whom `is_undeclared` nothing
    may stand. Where `partnered_in` or `unpartnered_in` is a year, the provider has a partnership
    with their school in it, or has none.
    """

    path: str
    fits: Callable[[Record, Params], bool]
    filters: Mapping[str, str] = field(default_factory=dict)
    values: Callable[[Record], Mapping[str, Any]] = lambda record: record["attributes"]
    is_undeclared: bool = False
    partnered_in: str = ""
    unpartnered_in: str = ""


def enrolment_of(record: Record, kind: str) -> Mapping[str, Any]:
    """Return a participant's enrolment in a role, empty where there is none."""
    enrolments = record["attributes"].get("ecf_enrolments") or ()
    return next((each for each in enrolments if each.get("participant_type") == kind), {})


def _is(record: Record, **shown: object) -> bool:
    """Return whether the enrolment as an ECT, or else the record, shows all of these."""
    known = enrolment_of(record, "ect") or record["attributes"]
    return all(known.get(name) == value for name, value in shown.items())


def _has_statuses(record: Record, params: Params) -> bool:
    training = params.get("training_status", "active")
    status = params.get("participant_status", "active")
    return _is(record, training_status=training, participant_status=status)


def _awaits_induction(record: Record, _: Params) -> bool:
    waits = {"eligible_for_funding": None, "overall_induction_start_date": None}
    return _is(record, training_status="active", participant_status="active", **waits)


def _has_passed(record: Record, _: Params) -> bool:
    ended = enrolment_of(record, "ect").get("induction_end_date")
    active = {"training_status": "active", "participant_status": "active"}
    return bool(ended) and _is(record, schedule_identifier=SEPTEMBER, **active)


def _trains_in(*cohorts: str, **shown: object) -> Callable[[Record, Params], bool]:
    """Return what finds an ECT on the usual schedule of one of these cohorts."""
    active = {"training_status": "active", "participant_status": "active"}
    usual = {"schedule_identifier": SEPTEMBER, "eligible_for_funding": True}

    def fits(record: Record, _: Params) -> bool:
        return any(_is(record, cohort=each, **active, **usual, **shown) for each in cohorts)

    return fits


def _is_merged(record: Record, _: Params) -> bool:
    return bool(record["attributes"].get("participant_id_changes"))


def _has_transferred(record: Record, params: Params) -> bool:
    transfers = record["attributes"].get("transfers") or [{}]
    asked = {name: value for name, value in params.items() if name in ("transfer_type", "status")}
    return all(transfers[-1].get(name) == value for name, value in asked.items())


def _is_school_led(record: Record, _: Params) -> bool:
    return _is(record, in_partnership=False, induction_programme_choice="school_led")


def _is_interested(record: Record, _: Params) -> bool:
    return _is(record, in_partnership=False, expression_of_interest=True)


def _is_unpartnered(record: Record, _: Params) -> bool:
    led = record["attributes"].get("induction_programme_choice") == "school_led"
    return _is(record, in_partnership=False) and not led


def _is_linked(record: Record, params: Params) -> bool:
    return params["cohort"] in (record["attributes"].get("cohort") or ())


def _is_any(_: Record, __: Params) -> bool:
    return True


def _ids(**named: str) -> Callable[[Record], Mapping[str, Any]]:
    """Return what takes values from a record: names in the state by names in the record."""

    def taken(record: Record) -> Mapping[str, Any]:
        known = {"id": record["id"], **record["attributes"]}
        return {name: known.get(shown) for name, shown in named.items()}

    return taken


_PARTICIPANTS = "/participants"
_THIS_YEAR = {"filter[cohort]": OPEN_COHORTS[-1]}
_THE_YEAR_BEFORE = {"filter[cohort]": OPEN_COHORTS[-2]}
_OPEN_YEARS = {"filter[cohort]": ",".join(OPEN_COHORTS)}
_FROZEN = [each for each in COHORTS if each not in OPEN_COHORTS]

PARTICIPANTS: Mapping[str, ListedState] = {
    "a participant": ListedState(_PARTICIPANTS, _has_statuses),
    "an ECT without induction": ListedState(
        _PARTICIPANTS, _awaits_induction, _THIS_YEAR, is_undeclared=True
    ),
    "an ECT who passed induction": ListedState(_PARTICIPANTS, _has_passed, _OPEN_YEARS),
    "an ECT training in a frozen cohort": ListedState(
        _PARTICIPANTS,
        _trains_in(*_FROZEN, cohort_changed_after_payments_frozen=False),
        {"filter[cohort]": ",".join(_FROZEN)},
        partnered_in=SIMPLE,
    ),
    "an ECT at a school without next year's partnership": ListedState(
        _PARTICIPANTS,
        _trains_in(OPEN_COHORTS[-2]),
        _THE_YEAR_BEFORE,
        unpartnered_in=OPEN_COHORTS[-1],
    ),
    "an ECT with `started` paid, free to move": ListedState(
        _PARTICIPANTS,
        _trains_in(OPEN_COHORTS[-2]),
        _THE_YEAR_BEFORE,
        partnered_in=OPEN_COHORTS[-1],
    ),
    "a merged participant": ListedState(_PARTICIPANTS, _is_merged),
    "a transfer": ListedState("/participants/transfers", _has_transferred),
}
"""Of one participant, by name."""

_SCHOOL = _ids(school_id="id")
_PARTNERSHIP = _ids(school_id="school_id", partnership_id="id")
_PARTNER = _ids(delivery_partner_id="id")

OTHERS: Mapping[str, ListedState] = {
    "a school without partnership": ListedState("/schools", _is_unpartnered, values=_SCHOOL),
    "a school with school-led ECTs only": ListedState("/schools", _is_school_led, values=_SCHOOL),
    "a school with an expression of interest": ListedState(
        "/schools", _is_interested, values=_SCHOOL
    ),
    "a school in partnership": ListedState("/partnerships", _is_any, values=_PARTNERSHIP),
    "a delivery partner": ListedState("/delivery-partners", _is_linked, values=_PARTNER),
    "an unfunded mentor": ListedState(
        "/unfunded-mentors", _is_any, values=_ids(participant_id="id")
    ),
}
"""Of schools and whoever else, by name; asked for by cohort."""

OF_ANOTHER = "a delivery partner of another provider"
"""Who is in another provider's list, and not in one's own."""
