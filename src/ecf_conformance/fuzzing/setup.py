"""Sets up what fuzzing needs to know: people of the provider's, and another provider's ids."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from random import Random

from ecf_conformance.document import Document
from ecf_conformance.fuzzing.guide import Guide, record_of
from ecf_conformance.fuzzing.observer import Observer
from ecf_conformance.fuzzing.request_validation import RequestValidation
from ecf_conformance.fuzzing.sample_data import SampleData
from ecf_conformance.moments import wire
from ecf_conformance.participants import NobodyFound, Participant, Wanted
from ecf_conformance.provider import LATE
from ecf_conformance.target import Ability, Target
from ecf_conformance.v1.schedules import milestone, schedule_names

Headers = Mapping[str, str]

_NOW = "2021-11-25T09:00:00Z"


def observer_of(target: Target, document: Document, random: Random, after: ExitStack) -> Observer:
    """Return an observer of a target; `after` lets everybody go who was found there."""
    asked = RequestValidation(document.modern)
    moment = target.clock.at(_NOW if Ability.HEADER in target.abilities else LATE)

    def find(wanted: Wanted) -> Participant:
        found = target.people.find(wanted, moment)
        after.callback(target.people.let_go, found)
        return found

    others = dict(_others(target, moment, after))
    guide = Guide(
        samples=SampleData(find, random),
        asked=asked,
        edition=target.edition,
        by_header=Ability.HEADER in target.abilities,
        random=random,
        others=sorted(others),
    )
    for kind in ("ect", "ect", "ect", "mentor", "mentor"):
        guide.samples.meet(kind)
    return Observer(target, document, asked, RequestValidation(Document().modern), guide, others)


def _others(target: Target, moment: Headers, after: ExitStack) -> Iterator[tuple[str, str]]:
    """Yield another provider's ids, each with the rule that hides it."""
    people, token = target.other_people, target.other_token
    if people is None or not token:
        return
    try:
        them = people.find(Wanted("ect", None), moment)
    except NobodyFound:
        return
    after.callback(people.let_go, them)
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
    headers = {**_bearer(token), **target.clock.at(LATE)}
    url = f"{target.url}/api/v1/participant-declarations"
    made = target.connection.ask("POST", url, headers, json=body)
    if made.status == 200 and (record := record_of(made)):
        yield str(record["id"]), "AUTH-4"


def _is_hidden(target: Target, them: Participant) -> bool:
    url = f"{target.url}/api/v1/participants/ecf/{them.id}"
    return target.connection.ask("GET", url, _bearer(target.token)).status == 404


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
