"""People put into a server's world as schools register them, in a few words.

Unless said: an ECT with north-star at school 1 since 1 September 2026, in cohort 2026, on
ecf-standard-september, in induction since then, under the provider's first partnership there,
else on interest.
"""

from dataclasses import replace
from itertools import count

from ecf_sandbox.engine.domain.instants import wire
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.since import Since
from ecf_sandbox.v3.domain.training import Interest, Mentorship
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.service.recording import record
from tests.v3.kit import facts
from tests.v3.kit.facts import day, maybe

# Keys far above those that a world gives.
_MENTORSHIPS = count(1_000_000)


def school_id(number):
    """Return the id of a school by its number."""
    return f"5c000000-0000-4000-8000-{number:012}"


def delivery_partner_id(number):
    """Return the id of a delivery partner by its number."""
    return f"de000000-0000-4000-8000-{number:012}"


def add_person(server, started="2026-09-01", finished=None, **said):
    """Put a person into a world; return the id."""
    with server.world.writing(patient=True) as session:
        context = WorldContext(session, server.now)
        history = _history(session, started, finished, said)
        record(context, None, history, session.stamp(server.now))
    return history.person.id


def change_person(server, person_id, change):
    """Write a person's history as a function makes it from what is there."""
    with server.world.writing(patient=True) as session:
        before = session.history(person_id)
        stamp = session.stamp(server.now)
        record(WorldContext(session, server.now), before, change(before), stamp)


def add_mentorship(server, ect, mentor, started="2026-09-01", finished=None):
    """Let somebody mentor an ECT, where both are at one school."""

    def with_mentorship(history):
        with server.world.reading(patient=True) as session:
            theirs = session.history(mentor)
        made = Mentorship(
            id=next(_MENTORSHIPS),
            ect_id=ect,
            ect_school_period_id=history.school_periods[0].id,
            mentor_id=mentor,
            mentor_school_period_id=theirs.school_periods[0].id,
            started_on=day(started),
            finished_on=maybe(finished),
        )
        return replace(history, mentorships=(*history.mentorships, made))

    change_person(server, ect, with_mentorship)


def _history(session, started, finished, said):
    role, cohort = said.get("role", facts.ECT), said.get("cohort", 2026)
    school, provider = school_id(said.get("school", 1)), said.get("provider", facts.PROVIDER)
    id_ = session.new_id("person")
    at_school = replace(
        facts.school_period(started, finished, role, school, session.new_key()),
        person_id=id_,
    )
    known = {"role": role, "school_period_id": at_school.id, "id": session.new_key()}
    if said.get("school_led"):
        training = facts.school_led(started, finished, **known)
    else:
        found = [
            each for each in session.partnerships_with(provider, school) if each.cohort == cohort
        ]
        training = facts.training(
            started,
            finished,
            schedule=said.get("schedule", "ecf-standard-september"),
            **known,
            partnership=found[0] if found else None,
            interest=None if found else Interest(provider, cohort),
        )
    begun = said.get("induction", started if role is facts.ECT else None)
    inducted = ()
    if begun:
        made = facts.induction(begun)
        inducted = (replace(made, id=session.new_key(), person_id=id_),)
    eligible = Since(london.start_of(day(begun)), by_time=True) if begun else None
    return History(
        person=facts.person(
            id=id_,
            full_name="Ada Byron",
            trn=None,
            ect=replace(facts.role_facts(eligible or False), record_id=session.new_id("ect")),
            mentor=replace(
                facts.role_facts(role is facts.MENTOR), record_id=session.new_id("mentor")
            ),
        ),
        school_periods=(at_school,),
        training_periods=(training,),
        inductions=inducted,
    )


def add_partnership(control, cohort=2026, school=1, partner=1, provider=facts.PROVIDER, **said):
    """Make a partnership as the department does; return its id."""
    body = {
        "provider": provider,
        "cohort": cohort,
        "school_id": school_id(school),
        "delivery_partner_id": delivery_partner_id(partner),
    }
    return control.done("POST", "/partnerships", body | said, status=201)["id"]


def declare(server, person_id, kind="started", dated="2026-10-15T09:00:00Z", **said):
    """Declare for a person through the provider API; return the declaration's id."""
    body = {
        "participant_id": person_id,
        "declaration_type": kind,
        "declaration_date": dated,
        "course_identifier": "ecf-induction",
        "evidence_held": "other",
    }
    token = said.pop("token", "north-star-token")
    answer = server.send("POST", "/participant-declarations", body | said, token=token)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]["id"]


def shown(server, path, **request):
    """Return what a provider is shown under a path: one record's attributes."""
    answer = server.call("GET", path, **request)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]["attributes"]


def changed_since(server, path, since=None, **request):
    """Return the ids of what a list tells as changed since a moment, unless said since now."""
    query = f"{path}{'&' if '?' in path else '?'}page[per_page]=3000"
    query += f"&filter[updated_since]={since or wire(server.now)}"
    answer = server.call("GET", query, **request)
    assert answer.status_code == 200, answer.text
    return {each["id"] for each in answer.json()["data"]}
