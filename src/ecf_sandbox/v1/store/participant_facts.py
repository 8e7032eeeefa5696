"""Everybody's facts, one participant after the other, for those who advise."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Generic, TypeVar

from ecf_sandbox.v1.domain.advisories import Mentee, ParticipantFacts
from ecf_sandbox.v1.domain.declarations import Declaration
from ecf_sandbox.v1.store import rows
from ecf_sandbox.v1.store.enrolment import ASSIGN_MENTOR
from ecf_sandbox.v1.store.records import Records
from ecf_sandbox.v1.store.rows import Row

Thing = TypeVar("Thing")

_STANDING = "d.voided_at IS NULL AND d.ineligible_at IS NULL"
_CONCERNS = """(:provider IS NULL OR EXISTS (
    SELECT 1 FROM records o WHERE o.person = {person} AND o.provider = :provider))"""

# The later of two records of a person comes last. Both scans follow people's keys, in which
# the indexes by person are, so that a million of them are never sorted.
_RECORDS = f"""{rows.RECORDS}
    WHERE {_CONCERNS.format(person="r.person")} ORDER BY r.person, r.opened"""
_DECLARATIONS = f"""{rows.DECLARATIONS}
    WHERE {_STANDING} AND {_CONCERNS.format(person="d.person")} ORDER BY d.person, d.created"""
_OF_PERSON = f"{rows.DECLARATIONS} WHERE {_STANDING} AND d.person = :person ORDER BY d.created"

# Who has a mentor on a replacement schedule, by the records that are current.
_MENTEES = f"""
    SELECT m.id, e.id, e.key, coalesce((
        SELECT max(a.key) FROM actions a WHERE a.record = r.key AND a.action = '{ASSIGN_MENTOR}'
    ), 0)
    FROM records of JOIN people m ON m.key = of.person
        JOIN records r ON r.mentor_id = m.id
        JOIN people e ON e.key = r.person
    WHERE of.schedule_identifier LIKE 'ecf-replacement-%'
        AND of.opened = (SELECT max(opened) FROM records WHERE person = of.person)
        AND r.opened = (SELECT max(opened) FROM records WHERE person = r.person)
        AND {_CONCERNS.format(person="of.person")}
    ORDER BY of.person, r.person
"""


def all_facts(store: Records, provider: str | None) -> Iterator[ParticipantFacts]:
    """Yield what is known of each participant, in order of key; memory stays bounded.

    With a provider, only those whom it trains or has trained.
    """
    values = {"provider": None if provider is None else store.provider_keys[provider]}
    records = (
        rows.training_record(row, store.providers) for row in store.db.execute(_RECORDS, values)
    )
    declarations = _Grouped(
        (each.participant_id, each) for each in _declarations(store, _DECLARATIONS, values)
    )
    company = _Grouped((row[0], row[1:]) for row in store.db.execute(_MENTEES, values))
    for participant_id, theirs in groupby(records, key=lambda each: each.person.id):
        *_, current = theirs
        facts = ParticipantFacts(current, declarations.of(participant_id))
        mentees = company.of(participant_id)
        yield _with_mentees(store, facts, mentees) if mentees else facts


class _Grouped(Generic[Thing]):
    """Things that come by participant, in the order in which they will be asked for."""

    def __init__(self, things: Iterable[tuple[str, Thing]]) -> None:
        self._groups = groupby(things, key=lambda pair: pair[0])
        self._waiting = next(self._groups, None)

    def of(self, participant_id: str) -> list[Thing]:
        """Return the things of a participant, each of whom is asked for once."""
        if self._waiting is None or self._waiting[0] != participant_id:
            return []
        found = [thing for _, thing in self._waiting[1]]
        self._waiting = next(self._groups, None)
        return found


def _with_mentees(
    store: Records, facts: ParticipantFacts, mentees: Iterable[Row]
) -> ParticipantFacts:
    (moved,) = store.db.execute(
        "SELECT max(key) FROM actions WHERE record = ? AND action = 'change-schedule'",
        (facts.record.key,),
    ).fetchone()
    known = (
        Mentee(id_, since, list(_declarations(store, _OF_PERSON, {"person": person})))
        for id_, person, since in mentees
    )
    return replace(facts, mentees=tuple(known), moved=moved)


def _declarations(
    store: Records, query: str, values: Mapping[str, int | None]
) -> Iterator[Declaration]:
    return (rows.declaration(row, store.providers) for row in store.db.execute(query, values))
