"""What was recorded of the service itself: its facts, written to a world, and its exchanges."""

import gzip
import json
from collections import defaultdict
from datetime import date
from itertools import count
from pathlib import Path

from ecf_sandbox.engine.domain.instants import parse_date_time
from ecf_sandbox.engine.providers import LeadProvider
from ecf_sandbox.engine.store import new_file
from ecf_sandbox.engine.store.world_file import Origin
from ecf_sandbox.v3.domain.declarations import Clawback, Declaration, Evidence, Settled
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.organisations import (
    DeliveryPartner,
    Link,
    Partnership,
    School,
    Uplifts,
)
from ecf_sandbox.v3.domain.people import (
    IdChange,
    Induction,
    IneligibilityReason,
    Outcome,
    Person,
    Role,
    RoleFacts,
    WorkingPattern,
)
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
from ecf_sandbox.v3.service import recording
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.service.school_summaries import summarise_school
from ecf_sandbox.v3.store import additions, facts, school_rows, writing
from ecf_sandbox.v3.store.ids import stored
from ecf_sandbox.v3.store.records import Records
from ecf_sandbox.v3.store.schema import SCHEMA

DATA = Path(__file__).parents[1] / "data" / "exchanges.jsonl.gz"
LONG_CLOSED, NEVER = date(2000, 1, 1), date(2099, 1, 1)
# Keys far above those that a world gives; those of what is recorded twice stay the same.
_serial = count(1_000_000)
_keys = defaultdict(lambda: next(_serial))
_UNKNOWN = next(_serial)


def rows():
    """Return the recorded lines, in their order."""
    with gzip.open(DATA, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def day(text):
    return date.fromisoformat(text) if text else None


def at(text):
    return parse_date_time(text) if text else None


def slug(name):
    return name.lower().replace(" ", "-")


def new_world(path, world):
    """Write the recorded world, nobody in it, and return its records."""
    names = [each["name"] for each in world["lead_providers"]]
    providers = [LeadProvider(slug(name), name) for name in names]
    origin = Origin("template", "register", 1, {}, None, True)
    return new_file.new_records(path, origin, SCHEMA, providers, Records)


class Loader:
    """Writes recorded facts to a world.

    States of statements are recorded facts there and follow from the calendar here. So that
    paid ones are paid at every recorded moment, they count as authorised; unless
    `true_deadlines`, none of them is the next one of a day.
    """

    def __init__(self, records, world, *, true_deadlines=False):
        self.records, self.true_deadlines = records, true_deadlines
        self.school_ids = {each["urn"]: each["id"] for each in world["schools"]}

    def add_world(self, world):
        for period in facts.published_contract_periods():
            additions.add_contract_period(self.records, period)
        for each in world["delivery_partners"]:
            made = DeliveryPartner(each["id"], each["name"], at(each["created_at"]))
            additions.add_delivery_partner(self.records, made, at(each["updated_at"]))
            for link in each["links"]:
                known = Link(slug(link["lead_provider"]), link["cohort"], each["id"])
                additions.add_link(self.records, known)
        for each in world["schools"]:
            self._add_school(each)
        for each in world["partnerships"]:
            made = self._partnership(each)
            school_rows.write_partnership(self.records, made, at(each["updated_at"]))
        for each in world["statements"]:
            additions.add_statement(self.records, self._statement(each), at(each["updated_at"]), ())

    def finish(self, world):
        """Write what schools show, with the recorded stamps, once everybody is there."""
        for school in world["schools"]:
            stamp = at(school["created_at"])
            summarise_school(WorldContext(self.records, stamp), school["id"], stamp)
            self.records.db.execute(
                "UPDATE schools SET stamp = recorded_at WHERE id = ?", (stored(school["id"]),)
            )
            for each in school["by_cohort"]:
                school_rows.stamp_cohorts(
                    self.records, school["id"], [each["cohort"]], at(each["updated_at"])
                )

    def _add_school(self, each):
        made = School(
            id=each["id"],
            urn=each["urn"],
            name=each["name"],
            recorded_at=at(each["created_at"]),
            tutor_name=each["induction_tutor_name"],
            tutor_email=each["induction_tutor_email"],
            contact_email=each["primary_contact_email"],
            second_contact_email=each["secondary_contact_email"],
            register_eligible=each["gias_eligible"],
            marked_eligible=each["marked_as_eligible"],
            uplifts={
                paid["cohort"]: Uplifts(paid["pupil_premium"], paid["sparsity"])
                for paid in each["funding"]
            },
        )
        additions.add_school(self.records, made, at(each["created_at"]))

    def _partnership(self, each):
        return Partnership(
            id=each["id"],
            provider=slug(each["lead_provider"]),
            cohort=each["cohort"],
            school_id=self.school_ids[each["school_urn"]],
            delivery_partner_id=each["delivery_partner_id"],
            recorded_at=at(each["created_at"]),
        )

    def _statement(self, each):
        closed = each["status"] != "open" and not self.true_deadlines
        return Statement(
            id=each["id"],
            provider=slug(each["lead_provider"]),
            cohort=each["cohort"],
            year=each["year"],
            month=each["month"],
            deadline=LONG_CLOSED if closed else day(each["deadline_date"]),
            payment_date=NEVER
            if each["status"] == "payable" and closed
            else day(each["payment_date"]),
            recorded_at=at(each["created_at"]),
            authorised_at=at(each["created_at"]) if each["status"] == "paid" else None,
        )

    def add_participant(self, known):
        """Write a person with the recorded stamps, whatever was there under that id."""
        history = self._history(known)
        db, person_id = self.records.db, known["id"]
        context = WorldContext(self.records, at(known["created_at"]))
        before = self.records.history(person_id)
        recording.record(context, before, history, at(known["updated_at"]))
        writing.stamp(db, "people", [person_id], at(known["updated_at"]))
        unfunded = at(known["unfunded_mentor_updated_at"])
        writing.stamp(db, "people", [person_id], unfunded, "unfunded_stamp")
        for stay in known["stays"]:
            for mentored in stay.get("mentored_by", []):
                db.execute(
                    "UPDATE people SET unfunded_stamp = max(stamp, recorded_at) WHERE id = ?",
                    (stored(mentored["mentor_id"]),),
                )
        for number, stay in enumerate(known["stays"]):
            for place, training in enumerate(stay["training"]):
                ids = [_keys[person_id, number, place]]
                moved = at(training["transfer_updated_at"])
                writing.stamp(db, "training_periods", ids, moved, "transfer_stamp")
                for each in training["declarations"]:
                    writing.stamp(db, "declarations", [each["id"]], at(each["updated_at"]))
        recording.summarise(context, history)

    def _history(self, known):
        person_id, parts = known["id"], ([], [], [], [])
        school_periods, training_periods, mentorships, declarations = parts
        for number, stay in enumerate(known["stays"]):
            school_period = self._school_period(known, stay, _keys[person_id, number])
            school_periods.append(school_period)
            for place, training in enumerate(stay["training"]):
                key = _keys[person_id, number, place]
                made = self._training(stay, training, school_period, key)
                training_periods.append(made)
                declarations += [
                    self._declaration(known, stay, training, made, each)
                    for each in training["declarations"]
                ]
            mentorships += [
                self._mentorship(school_period, each) for each in stay.get("mentored_by", [])
            ]
        inductions = [
            Induction(
                id=next(_serial),
                person_id=person_id,
                appropriate_body="",
                started_on=day(each["started_on"]),
                finished_on=day(each["finished_on"]),
                outcome=Outcome(each["outcome"]) if each["outcome"] else None,
            )
            for each in known["induction_periods"]
        ]
        return History(
            person=self._person(known),
            school_periods=tuple(school_periods),
            training_periods=tuple(training_periods),
            mentorships=tuple(mentorships),
            inductions=tuple(inductions),
            declarations=tuple(declarations),
            id_changes=tuple(
                IdChange(each["from"], each["to"], at(each["created_at"]))
                for each in known["id_changes"]
            ),
        )

    def _person(self, known):
        name = known["corrected_name"] or f"{known['trs_first_name']} {known['trs_last_name']}"
        return Person(
            id=known["id"],
            full_name=name,
            trn=known["trn"],
            ect=self._role(known, "ect"),
            mentor=self._role(known, "mentor"),
            recorded_at=at(known["created_at"]),
            record_started_on=day(known["trs_induction_start_date"]),
            record_completed_on=day(known["trs_induction_completed_date"]),
        )

    def _role(self, known, role):
        eligible = at(known[f"{role}_first_became_eligible_at"])
        reason = known.get(f"{role}_became_ineligible_reason")
        return RoleFacts(
            record_id=known[f"{role}_training_record_id"],
            eligible=Since(eligible) if eligible else None,
            ineligible_on=day(known[f"{role}_became_ineligible_on"]),
            ineligible_reason=IneligibilityReason(reason) if reason else None,
            frozen_year=known[f"{role}_payments_frozen_year"],
        )

    def _school_period(self, known, stay, id_):
        pattern = stay.get("working_pattern")
        return SchoolPeriod(
            id=id_,
            person_id=known["id"],
            role=Role(stay["role"]),
            school_id=self.school_ids[stay["school_urn"]],
            started_on=day(stay["started_on"]),
            finished_on=day(stay["finished_on"]),
            email=stay["email"],
            working_pattern=WorkingPattern(pattern) if pattern else None,
            recorded_at=at(stay["created_at"]),
        )

    def _training(self, stay, known, school_period, id_):
        interest = known["interest_of"]
        partnership = (
            known["partnership_id"]
            and self.records.partnerships([known["partnership_id"]])[known["partnership_id"]]
        )
        return TrainingPeriod(
            id=id_,
            school_period_id=school_period.id,
            role=Role(stay["role"]),
            started_on=day(known["started_on"]),
            finished_on=day(known["finished_on"]),
            recorded_at=at(known["created_at"]),
            programme=Programme(known["programme"]),
            partnership=partnership,
            interest=self._interest(known) if interest else None,
            schedule_identifier=ScheduleIdentifier(known["schedule"])
            if known["schedule"]
            else None,
            withdrawal=_pause(known, "withdraw", Withdrawal, WithdrawalReason),
            deferral=_pause(known, "defer", Deferral, DeferralReason),
        )

    def _interest(self, known):
        interest = known["interest_of"]
        if isinstance(interest, dict):
            return Interest(slug(interest["lead_provider"]), known["cohort"] or interest["cohort"])
        return Interest(slug(interest), known["cohort"])

    def _mentorship(self, school_period, known):
        mentor = self.records.history(known["mentor_id"])
        places = mentor.at_school(Role.MENTOR) if mentor else []
        found = [each.id for each in places if each.school_id == school_period.school_id]
        return Mentorship(
            id=next(_serial),
            ect_id=school_period.person_id,
            ect_school_period_id=school_period.id,
            mentor_id=known["mentor_id"],
            mentor_school_period_id=(found or [_UNKNOWN])[-1],
            started_on=day(known["started_on"]),
            finished_on=day(known["finished_on"]),
        )

    def _declaration(self, person, stay, training, made, known):
        statements, created = self.records.statements(), at(known["created_at"])
        settled = known["payment_statement_id"]
        clawback = known["clawback_statement_id"]
        return Declaration(
            id=known["id"],
            person_id=person["id"],
            training_period_id=made.id,
            provider=slug(training["lead_provider"]),
            cohort=training["cohort"],
            role=Role(stay["role"]),
            declaration_type=DeclarationType(known["type"]),
            declared_at=at(known["date"]),
            evidence_held=Evidence(known["evidence"].replace("_", "-"))
            if known["evidence"]
            else None,
            delivery_partner_id=known["delivery_partner_id"],
            recorded_at=created,
            mentor_id=known["mentor_id"],
            uplifts=Uplifts(known["pupil_premium_uplift"], known["sparsity_uplift"]),
            settled=Settled(created, statements[settled]) if settled else None,
            voided_at=created if known["payment_status"] == "voided" else None,
            clawback=Clawback(created, statements[clawback]) if clawback else None,
        )


def _pause(known, act, kind, reasons):
    prefix = {"withdraw": ("withdrawn_at", "withdrawal_reason")}.get(
        act, ("deferred_at", "deferral_reason")
    )
    when, why = (known[name] for name in prefix)
    return kind(at(when), reasons(why.replace("_", "-"))) if when else None
