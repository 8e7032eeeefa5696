"""Sets up what fuzzing of API v1 needs: participants of the provider, ids of another."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from random import Random

from ecf_conformance.connection import bearer
from ecf_conformance.document import Document
from ecf_conformance.fuzzing.request_validation import RequestValidation
from ecf_conformance.moments import wire
from ecf_conformance.participants import NobodyFound, Participant, Wanted
from ecf_conformance.target import Ability, Target
from ecf_conformance.v1.fuzzing.guide import Guide, record_of
from ecf_conformance.v1.fuzzing.observer import Observer
from ecf_conformance.v1.fuzzing.sample_data import SampleData
from ecf_conformance.v1.provider import LATE
from ecf_conformance.v1.schedules import milestone, schedule_names

Headers = Mapping[str, str]

_NOW = "2021-11-25T09:00:00Z"


def observer_of(target: Target, document: Document, random: Random, after: ExitStack) -> Observer:
    """Return an observer of a target; `after` lets everybody go who was found there."""
    validation = RequestValidation(document.modern)
    moment = target.clock.at(_NOW if Ability.HEADER in target.abilities else LATE)

    def find(wanted: Wanted) -> Participant:
        found = target.people.find(wanted, moment)
        after.callback(target.people.release, found)
        return found

    others = dict(_others(target, moment, after))
    guide = Guide(
        samples=SampleData(find, random),
        validation=validation,
        edition=target.edition,
        by_header=Ability.HEADER in target.abilities,
        random=random,
        others=sorted(others),
    )
    for kind in ("ect", "ect", "ect", "mentor", "mentor"):
        guide.samples.add(kind)
    api_validation = RequestValidation(Document().modern)
    return Observer(target, document, validation, api_validation, guide, others)


def _others(target: Target, moment: Headers, after: ExitStack) -> Iterator[tuple[str, str]]:
    """Yield another provider's ids, each with the rule that hides it."""
    people, token = target.other_people, target.other_token
    if people is None or not token:
        return
    try:
        them = people.find(Wanted("ect", None), moment)
    except NobodyFound:
        return
    after.callback(people.release, them)
    if Ability.STATES not in target.abilities and not _is_hidden(target, them):
        return  # they may train the participant both, as after a transfer
    yield them.id, "AUTH-3"
    if them.schedule not in schedule_names(target.edition):
        return
    dated = milestone(target.edition, "started", them.schedule).middle
    said = {
        "participant_id": them.id,
        "declaration_type": "started",
        "declaration_date": wire(dated),
        "course_identifier": them.course,
    }
    body = {"data": {"type": "participant-declaration", "attributes": said}}
    headers = {**bearer(token), **target.clock.at(LATE)}
    url = f"{target.url}{target.api.prefix}/participant-declarations"
    made = target.connection.ask("POST", url, headers, json=body)
    if made.status == 200 and (record := record_of(made)):
        yield str(record["id"]), "AUTH-4"


def _is_hidden(target: Target, them: Participant) -> bool:
    url = f"{target.url}{target.api.prefix}/participants/ecf/{them.id}"
    return target.connection.ask("GET", url, bearer(target.token)).status == 404
