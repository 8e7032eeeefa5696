"""Facts of one person, in a few words.

Unless said: an ECT with north-star at school S01 since 1 September 2026, in cohort 2026, with
delivery partner D01, on ecf-standard-september, eligible, in induction.
"""

import csv
from dataclasses import replace
from datetime import date
from itertools import count

from ecf_sandbox.engine import resources
from ecf_sandbox.engine.domain.instants import Instant, parse_date_time
from ecf_sandbox.v3.domain.contract_periods import ContractPeriods
from ecf_sandbox.v3.domain.declarations import Clawback, Declaration, Evidence, Settled
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.organisations import Partnership, School, Uplifts
from ecf_sandbox.v3.domain.people import Induction, Outcome, Person, Role, RoleFacts
from ecf_sandbox.v3.domain.schedules import DeclarationType, ScheduleIdentifier
from ecf_sandbox.v3.domain.since import Since
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.domain.training import (
    Deferral,
    DeferralReason,
    Interest,
    Mentorship,
    Programme,
    SchoolPeriod,
    TrainingPeriod,
    Withdrawal,
    WithdrawalReason,
)

ECT, MENTOR = Role.ECT, Role.MENTOR
PROVIDER, OTHER = "north-star", "riverbank"
PERSON = "00000000-0000-4000-8000-000000003101"


def day(text):
    """Return a day from its date."""
    return date.fromisoformat(text)


def at(text) -> Instant:
    """Return an instant from a date-time in UTC, or from a date: its noon."""
    return parse_date_time(text if "T" in text else f"{text}T12:00:00Z")


def maybe(text):
    return day(text) if text else None


def _rows(name):
    with resources.path("fixtures/v3", name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PERIODS = ContractPeriods.from_rows(_rows("contract_periods.csv"), _rows("schedules.csv"))
RECORDED = at("2021-06-01")
_serial = count(1)


def new_id(kind):
    return f"{kind}-{next(_serial)}"


def role_facts(eligible=True, **facts):
    """What is recorded of a role; `eligible` is True, False, or a Since."""
    since = eligible if isinstance(eligible, Since) else Since(RECORDED) if eligible else None
    return RoleFacts(record_id=new_id("record"), eligible=since, **facts)


def person(**facts):
    """A person; `ect` and `mentor` are RoleFacts."""
    known = {
        "id": PERSON,
        "full_name": "Ada Byron",
        "trn": "1234567",
        "ect": role_facts(),
        "mentor": role_facts(),
        "recorded_at": RECORDED,
    }
    return Person(**(known | facts))


def school_period(
    started="2026-09-01", finished=None, role=ECT, school="S01", id="at-school", **facts
):
    """A person in a role at a school."""
    return SchoolPeriod(
        id=id,
        person_id=PERSON,
        role=role,
        school_id=school,
        started_on=day(started),
        finished_on=maybe(finished),
        recorded_at=RECORDED,
        **facts,
    )


def partnership(cohort=2026, provider=PROVIDER, school="S01", partner="D01", recorded=RECORDED):
    """A provider's partnership with a school in a cohort."""
    return Partnership(
        id=f"{provider}/{cohort}/{school}/{partner}",
        provider=provider,
        cohort=cohort,
        school_id=school,
        delivery_partner_id=partner,
        recorded_at=recorded,
    )


def training(
    started="2026-09-01",
    finished=None,
    *,
    cohort=2026,
    provider=PROVIDER,
    schedule="ecf-standard-september",
    withdrawn=None,
    deferred=None,
    **facts,
):
    """A confirmed training period; `withdrawn` and `deferred` are instants."""
    school = facts.pop("school", "S01")
    known = {
        "id": new_id("training"),
        "school_period_id": "at-school",
        "role": ECT,
        "recorded_at": RECORDED,
        "partnership": partnership(cohort, provider, school),
        "schedule_identifier": ScheduleIdentifier(schedule),
        "withdrawal": Withdrawal(at(withdrawn), WithdrawalReason.OTHER) if withdrawn else None,
        "deferral": Deferral(at(deferred), DeferralReason.OTHER) if deferred else None,
    }
    return TrainingPeriod(started_on=day(started), finished_on=maybe(finished), **(known | facts))


def interest(started="2026-09-01", finished=None, *, cohort=2026, provider=PROVIDER, **facts):
    """A training period on an expression of interest alone."""
    known = {"partnership": None, "interest": Interest(provider, cohort)}
    return training(started, finished, **(known | facts))


def school_led(started="2026-09-01", finished=None, **facts):
    """A training period that the school leads."""
    known = {"partnership": None, "schedule_identifier": None, "programme": Programme.SCHOOL_LED}
    return training(started, finished, **(known | facts))


def mentorship(started="2026-09-01", finished=None, mentor="mentor-1", ect=PERSON, **facts):
    """A mentor has an ECT; the ECT is the person, unless said."""
    known = {
        "id": new_id("mentorship"),
        "ect_school_period_id": "at-school",
        "mentor_school_period_id": "mentor-at-school",
    }
    return Mentorship(
        ect_id=ect,
        mentor_id=mentor,
        started_on=day(started),
        finished_on=maybe(finished),
        **(known | facts),
    )


def induction(started="2026-09-01", finished=None, outcome=None):
    """An induction period."""
    return Induction(
        id=new_id("induction"),
        person_id=PERSON,
        appropriate_body="Body",
        started_on=day(started),
        finished_on=maybe(finished),
        outcome=Outcome(outcome) if outcome else None,
    )


def statement(cohort=2026, year=2027, month=1, provider=PROVIDER, authorised=None, **facts):
    """The output statement of a month: its deadline the day before, its payment on the 25th."""
    first = date(year, month, 1)
    known = {
        "id": f"{provider}/{cohort}/{year}-{month:02}",
        "deadline": date.fromordinal(first.toordinal() - 1),
        "payment_date": first.replace(day=25),
        "recorded_at": RECORDED,
        "authorised_at": at(authorised) if authorised else None,
    }
    return Statement(provider=provider, cohort=cohort, year=year, month=month, **(known | facts))


def declaration(kind="started", dated="2026-10-01", *, role=ECT, provider=PROVIDER, **facts):
    """A declaration, standing and submitted unless said; `settled` is a statement."""
    known = {
        "id": new_id("declaration"),
        "person_id": PERSON,
        "training_period_id": "training",
        "cohort": 2026,
        "evidence_held": Evidence.OTHER,
        "delivery_partner_id": "D01",
        "recorded_at": at(dated),
        "uplifts": Uplifts(),
    }
    if settled := facts.pop("settled", None):
        known["settled"] = Settled(at(dated), settled)
    if clawed := facts.pop("clawed", None):
        known["clawback"] = Clawback(at(clawed[0]), clawed[1])
    if voided := facts.pop("voided", None):
        known["voided_at"] = at(voided)
    return Declaration(
        provider=provider,
        role=role,
        declaration_type=DeclarationType(kind),
        declared_at=at(dated),
        **(known | facts),
    )


def school(id="S01", **facts):
    """An eligible school with a tutor."""
    known = {
        "urn": "190001",
        "name": "School",
        "recorded_at": RECORDED,
        "tutor_name": "Tutor",
        "tutor_email": "tutor@example.org",
        "uplifts": {},
    }
    return School(id=id, **(known | facts))


FIELDS = {
    SchoolPeriod: "school_periods",
    TrainingPeriod: "training_periods",
    Mentorship: "mentorships",
    Induction: "inductions",
    Declaration: "declarations",
}


def history(*facts, who=None, at_school=True):
    """All that is recorded of a person.

    Without a school period among the facts there is one of the first training period's role
    and school, from its start on.
    """
    found = {name: [] for name in FIELDS.values()}
    for fact in facts:
        found[FIELDS[type(fact)]].append(fact)
    if at_school and not found["school_periods"] and found["training_periods"]:
        first = found["training_periods"][0]
        role = first.role
        place = first.partnership.school_id if first.partnership else "S01"
        began = min(each.started_on for each in found["training_periods"])
        found["school_periods"] = [school_period(began.isoformat(), role=role, school=place)]
    return History(person=who or person(), **{name: tuple(each) for name, each in found.items()})


def mentor_history(*facts, who=None):
    """The same, with every training and school period and declaration a mentor's."""
    turned = [replace(each, role=MENTOR) if hasattr(each, "role") else each for each in facts]
    return history(*turned, who=who)
