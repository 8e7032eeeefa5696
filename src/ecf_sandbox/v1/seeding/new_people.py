"""Newcomers: people made up while a world runs, from its seed and a counter.

A world that is reset makes up the same ones again. Faker stays out of it: a server would
have to load it first.
"""

import csv
import unicodedata
from collections.abc import Sequence
from functools import cache
from random import Random

from ecf_sandbox.engine import resources
from ecf_sandbox.engine.store.ids import seeded_id
from ecf_sandbox.v1.seeding.recipes import NewPerson
from ecf_sandbox.v1.seeding.schools import school_urns
from ecf_sandbox.v1.store import enrolment
from ecf_sandbox.v1.store.records import Records

# Seven digits: personas' begin with 1000, and the crowd's with 2 to 9.
_FIRST_TRN, _TRNS = 1_100_000, 900_000
_LONGEST_MAILBOX = 40


def new_person(
    store: Records, ahead: int = 0, *, full_name: str | None = None, email: str | None = None
) -> NewPerson:
    """Return whom the world makes up next, or one further `ahead`; nobody is added yet.

    The email is of the name, unless one is given to be like; it always is a new one.
    """
    number = enrolment.people(store) + 1 + ahead
    # Of what `random` has, only random() is promised to stay as it is.
    roll = Random(f"{store.seed}/newcomer/{number}").random
    first, last = (_one_of(each, roll()) for each in _names())
    name = full_name or f"{first} {last}"
    mailbox, _, domain = (email or f"{_mailbox(name)}@example.com").rpartition("@")
    return NewPerson(
        id=seeded_id(store.seed, "participant", number),
        full_name=name,
        email=f"{mailbox}{number}@{domain}",
        teacher_reference_number=str(_FIRST_TRN + number % _TRNS),
        school_urn=_one_of(school_urns(), roll()),
    )


@cache
def _names() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return first names and last names."""
    path = resources.path("fixtures", "common", "names.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(row["first"] for row in rows), tuple(row["last"] for row in rows)


def _mailbox(name: str) -> str:
    """Return a name as an address can begin: words of plain letters, joined by dots."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = ("".join(filter(str.isalnum, word)) for word in plain.split())
    return ".".join(filter(None, words))[:_LONGEST_MAILBOX].rstrip(".") or "participant"


def _one_of(some: Sequence[str], roll: float) -> str:
    return some[int(roll * len(some))]
