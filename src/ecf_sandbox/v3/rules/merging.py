"""The department merges one person into another."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.domain.problems import Problem
from ecf_sandbox.v3.domain.history import History
from ecf_sandbox.v3.domain.people import IdChange, Person, Role
from ecf_sandbox.v3.domain.periods import Period
from ecf_sandbox.v3.domain.statements import Statement
from ecf_sandbox.v3.domain.training import Mentorship
from ecf_sandbox.v3.rules.conflicts import conflict
from ecf_sandbox.v3.rules.paying import settlement_at


def merging(retired: History, survivor: History) -> Iterator[Problem]:
    """Yield why one person cannot be merged into another: some of their periods overlap.

    Rules: V3-REG-12.
    """
    both = {retired.person.id, survivor.person.id}
    clashes = [_clash(retired.inductions, survivor.inductions)]
    clashes += [_clash(retired.training(role), survivor.training(role)) for role in Role]
    clashes.append(_clash(retired.at_school(Role.ECT), survivor.at_school(Role.ECT)))
    mentoring = product(retired.at_school(Role.MENTOR), survivor.at_school(Role.MENTOR))
    clashes += [
        one.school_id == other.school_id and one.overlaps(other) for one, other in mentoring
    ]
    if retired.person.id == survivor.person.id:
        yield conflict("#/into is the participant: name another", "V3-REG-12")
    elif any({each.ect_id, each.mentor_id} == both for each in retired.mentorships):
        why = "#/into mentored the participant, or the other way round: they are two people"
        yield conflict(why, "V3-REG-12")
    elif any(clashes):
        why = "#/into is somebody whose periods overlap these: let one end before the other"
        yield conflict(why, "V3-REG-12")
    if any(each.outcome for each in retired.inductions) and any(
        each.outcome for each in survivor.inductions
    ):
        yield conflict("#/into has an induction outcome already", "V3-REG-12")


def merged(
    retired: History, survivor: History, statements: Iterable[Statement], now: Instant
) -> tuple[History, Person]:
    """Return the survivor with all that was the other's, and the other, retired.

    The survivor keeps record ids, eligibility and dates; the retired one its id alone. What the
    retired one's eligibility brought to declarations is written down, as nothing reverts it.

    Rules: V3-REG-12, V3-IDCHANGE-1, V3-IDCHANGE-2, V3-PAY-2.
    """
    known = list(statements)
    gone, stays = retired.person.id, survivor.person.id
    both = replace(
        survivor,
        school_periods=survivor.school_periods
        + tuple(replace(each, person_id=stays) for each in retired.school_periods),
        training_periods=survivor.training_periods + retired.training_periods,
        mentorships=tuple(
            _renamed(each, gone, stays) for each in survivor.mentorships + retired.mentorships
        ),
        inductions=survivor.inductions
        + tuple(replace(each, person_id=stays) for each in retired.inductions),
        declarations=survivor.declarations
        + tuple(
            replace(each, person_id=stays, settled=settlement_at(each, retired.person, known, now))
            for each in retired.declarations
        ),
        id_changes=id_changes(
            survivor.id_changes + retired.id_changes + (IdChange(gone, stays, now),)
        ),
    )
    return both, replace(retired.person, full_name=None, trn=None, merged_into=stays)


def id_changes(changes: Iterable[IdChange]) -> tuple[IdChange, ...]:
    """Return id changes, the oldest first (V3-IDCHANGE-1)."""
    return tuple(sorted(changes, key=lambda each: each.changed_at))


def renamed(history: History, retired: str, survivor: str) -> History:
    """Return somebody in whose declarations a merged person is the mentor.

    Their mentorships change with the survivor's.

    Rules: V3-REG-12, V3-IDCHANGE-2.
    """
    return replace(
        history,
        declarations=tuple(
            replace(each, mentor_id=survivor) if each.mentor_id == retired else each
            for each in history.declarations
        ),
    )


def _clash(ones: Iterable[Period], others: Iterable[Period]) -> bool:
    return any(one.overlaps(other) for one, other in product(ones, others))


def _renamed(mentorship: Mentorship, gone: str, stays: str) -> Mentorship:
    return replace(
        mentorship,
        ect_id=stays if mentorship.ect_id == gone else mentorship.ect_id,
        mentor_id=stays if mentorship.mentor_id == gone else mentorship.mentor_id,
    )
