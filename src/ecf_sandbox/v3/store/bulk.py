"""Rows written by the thousand, with stamps that are kept at the end."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.store import stamps
from ecf_sandbox.v3.domain.organisations import Partnership, School
from ecf_sandbox.v3.domain.schools import ProgrammeChoice
from ecf_sandbox.v3.store.histories import marks
from ecf_sandbox.v3.store.ids import key_of, stored
from ecf_sandbox.v3.store.records import Records

_SCHOOL = (
    "id",
    "urn",
    "name",
    "tutor_name",
    "tutor_email",
    "contact_email",
    "second_contact_email",
    "register_eligible",
    "marked_eligible",
    "recorded_at",
)
_PARTNERSHIP = (
    "INSERT INTO partnerships (id, provider, year, school, delivery_partner, recorded_at, stamp)"
    f" VALUES (?, ?, ?, {key_of('schools')}, {key_of('delivery_partners')}, ?, ?)"
)


@dataclass(slots=True)
class Stamps:
    """Recording stamps taken in bulk: the last of each run, by the instant before its first."""

    runs: dict[Instant, Instant] = field(default_factory=dict)

    def take(self, now: Instant) -> Instant:
        """Return a stamp that this has not given yet."""
        stamp = self.runs[now] = Instant(self.runs.get(now, now) + 1)
        return stamp

    def keep(self, records: Records) -> None:
        """Record that they are taken; nothing else may have taken one beside them."""
        stamps.keep_runs(records.db, self.runs)


def add_schools(records: Records, schools: Iterable[School], stamps: Stamps) -> None:
    """Add schools with their uplifts."""
    known = list(schools)
    records.db.executemany(
        f"INSERT INTO schools ({', '.join(_SCHOOL)}, stamp) VALUES ({marks((*_SCHOOL, 'stamp'))})",
        (
            (
                stored(each.id),
                *(getattr(each, name) for name in _SCHOOL[1:]),
                stamps.take(each.recorded_at),
            )
            for each in known
        ),
    )
    records.db.executemany(
        "INSERT INTO school_uplifts (school, year, pupil_premium, sparsity)"
        f" VALUES ({key_of('schools')}, ?, ?, ?)",
        (
            (stored(each.id), year, uplifts.pupil_premium, uplifts.sparsity)
            for each in known
            for year, uplifts in each.uplifts.items()
        ),
    )


def add_partnerships(records: Records, made: Iterable[Partnership], stamps: Stamps) -> None:
    """Add partnerships, and stamp what their schools show in those cohorts."""
    keys = records.provider_keys
    written = [
        (
            stored(each.id),
            keys[each.provider],
            each.cohort,
            stored(each.school_id),
            stored(each.delivery_partner_id),
            each.recorded_at,
            stamps.take(each.recorded_at),
        )
        for each in made
    ]
    records.db.executemany(_PARTNERSHIP, written)
    records.db.execute(
        "INSERT INTO school_cohorts (school, year, choice, stamp)"
        " SELECT school, year, ?, max(stamp) FROM partnerships WHERE true GROUP BY school, year"
        " ON CONFLICT (school, year) DO UPDATE SET stamp = excluded.stamp",
        (ProgrammeChoice.NOT_YET_KNOWN,),
    )
