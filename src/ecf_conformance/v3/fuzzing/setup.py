"""Sets up what fuzzing of API v3 needs: records of the provider, ids of another."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from itertools import islice
from random import Random

from ecf_conformance.connection import bearer
from ecf_conformance.document import Document
from ecf_conformance.fuzzing.request_validation import RequestValidation
from ecf_conformance.fuzzing.sample_data import SampleData
from ecf_conformance.listing import Record, records
from ecf_conformance.participants import NobodyFound, Participant, Wanted
from ecf_conformance.target import Ability, Target
from ecf_conformance.v3.fuzzing.guide import Guide
from ecf_conformance.v3.fuzzing.known_records import KnownRecords
from ecf_conformance.v3.fuzzing.observer import Observer
from ecf_conformance.v3.fuzzing.operation_kinds import LISTED_AT, OF_A_COHORT, OperationKind
from ecf_conformance.v3.provider import COHORT, NOW
from ecf_conformance.v3.schedules import EXTENDED, SIMPLE

Headers = Mapping[str, str]

_KINDS = {
    "ect": (Wanted("ect", None, COHORT),),
    "mentor": (Wanted("mentor", None, COHORT), Wanted("mentor", None, "2025")),
    "extended": tuple(Wanted("ect", EXTENDED, each) for each in (COHORT, "2025", SIMPLE)),
}
"""Samples by kind, each as the first that a target has."""
_ARRANGED = {
    OperationKind.LIST_TRANSFERS: "a transfer",
    OperationKind.LIST_UNFUNDED: "an unfunded mentor",
    OperationKind.LIST_PARTNERSHIPS: "a partnership with participants",
    OperationKind.LIST_DELIVERY_PARTNERS: "a delivery partner",
}
"""Provider states for lists that are empty: a new world has nobody."""
_OTHERS = 3


def observer_of(target: Target, document: Document, random: Random, after: ExitStack) -> Observer:
    """Return an observer of a target; `after` lets everybody go who was found there."""
    validation = RequestValidation(document.modern)
    moment = target.clock.at(NOW)

    def arrange(state: str) -> dict[str, str]:
        found = target.people.arrange(state, {}, moment)
        return {name: str(value) for name, value in found.items()}

    known = KnownRecords(random, arrange)
    samples = SampleData(_finder(target, moment, after), random, tuple(_KINDS))
    for kind in ("ect", "ect", "ect", "mentor", "mentor", "extended"):
        samples.add(kind)
    _learn_lists(target, known, moment)
    others = dict(_others(target, moment, after))
    guide = Guide(
        samples=samples,
        validation=validation,
        by_header=Ability.HEADER in target.abilities,
        random=random,
        others=sorted(others),
        known=known,
    )
    api_validation = RequestValidation(Document(api=target.api.name).modern)
    return Observer(target, document, validation, api_validation, guide, others)


def _finder(target: Target, moment: Headers, after: ExitStack) -> Callable[[str], Participant]:
    def find(kind: str) -> Participant:
        reasons = []
        for wanted in _KINDS[kind]:
            try:
                found = target.people.find(wanted, moment)
            except NobodyFound as nobody:
                reasons.append(str(nobody))
                continue
            after.callback(target.people.release, found)
            return found
        raise NobodyFound("; ".join(reasons))

    return find


def _learn_lists(target: Target, known: KnownRecords, moment: Headers) -> None:
    """Read every list once; one that is empty gets something by a provider state."""
    for kind in LISTED_AT:
        found = _listed(target, kind, moment)
        if not found and kind in _ARRANGED:
            try:
                known.arrange(_ARRANGED[kind])
            except NobodyFound:
                continue
            found = _listed(target, kind, moment)
        known.learn(kind, [{**each["attributes"], "id": each["id"]} for each in found])


def _listed(
    target: Target, kind: OperationKind, moment: Headers, token: str | None = None
) -> list[Record]:
    url = target.url + target.api.prefix + LISTED_AT[kind]
    params = {"page[per_page]": "100"}
    if kind in OF_A_COHORT:
        params["filter[cohort]"] = COHORT
    headers = {**bearer(token or target.token), **moment}
    return list(islice(records(target.connection.ask, url, headers, params), 200))


def _others(target: Target, moment: Headers, after: ExitStack) -> Iterator[tuple[str, str]]:
    """Yield another provider's ids, each with the rule that hides it."""
    people, token = target.other_people, target.other_token
    if people is None or not token:
        return
    try:
        them = people.find(Wanted("ect", None, COHORT), moment)
    except NobodyFound:
        pass
    else:
        after.callback(people.release, them)
    hidden = {
        OperationKind.LIST_PARTICIPANTS: "V3-LIST-1",
        OperationKind.LIST_PARTNERSHIPS: "V3-LIST-5",
        OperationKind.LIST_STATEMENTS: "V3-STATEMENT-1",
    }
    for kind, rule in hidden.items():
        mine = {str(each["id"]) for each in _listed(target, kind, moment)}
        theirs = [each for each in _listed(target, kind, moment, token) if _is_ect(each)]
        yield from islice(((str(it["id"]), rule) for it in theirs if it["id"] not in mine), _OTHERS)


def _is_ect(record: Record) -> bool:
    """Return whether a record is of nobody who could be seen as somebody's mentor."""
    enrolments = record["attributes"].get("ecf_enrolments") or ()
    return all(each.get("participant_type") == "ect" for each in enrolments)
