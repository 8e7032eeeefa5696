"""People and schools made up while a world runs, from its seed and counters."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.store import stamps
from ecf_sandbox.v3.domain.organisations import Link, Partnership
from ecf_sandbox.v3.seeding.names import first_and_last_names
from ecf_sandbox.v3.seeding.recipes import Identity
from ecf_sandbox.v3.service import delivery_partners, schools
from ecf_sandbox.v3.service import partnerships as partnership_service
from ecf_sandbox.v3.service.context import WorldContext
from ecf_sandbox.v3.store import facts
from ecf_sandbox.v3.store.records import Records

# Seven digits: personas' are below, the crowd's above.
_FIRST_TRN, _TRNS = 3_100_000, 900_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Backdating(Records):
    """A store that records past facts, with the stamps of the moment that records them."""

    stamped: Instant

    @classmethod
    def of(cls, store: Records, stamped: Instant) -> "Backdating":
        """Return the same open transaction, its stamps taken from `stamped` on."""
        return cls(
            db=store.db,
            seed=store.seed,
            providers=store.providers,
            provider_keys=store.provider_keys,
            shared=store.shared,
            stamped=stamped,
        )

    def stamp(self, now: Instant) -> Instant:  # noqa: ARG002  # the fact's instant, not ours
        """Take the recording stamp of a write, whatever the instant of its fact."""
        return stamps.take(self.db, self.stamped)


def new_person(records: Records) -> Identity:
    """Return somebody whom the world makes up next; nobody is added yet."""
    id_ = records.new_id("person")
    # Of what `random` has, only random() is promised to stay as it is.
    roll = Random(id_).random
    first, last = (_one_of(each, roll()) for each in first_and_last_names())
    number = records.next_number("made-up-person")
    mailbox = f"{first}.{last}".lower().replace("'", "")
    return Identity(
        id=id_,
        ect_record_id=records.new_id("ect-record"),
        mentor_record_id=records.new_id("mentor-record"),
        full_name=f"{first} {last}",
        trn=str(_FIRST_TRN + number % _TRNS),
        email=f"{mailbox}.{number}@example.com",
    )


NO_UPLIFTS: schools.UpliftChanges = {}


def new_school(
    context: WorldContext, *, eligible: bool = True, uplifts: schools.UpliftChanges = NO_UPLIFTS
) -> str:
    """Add a school with a tutor; return its id."""
    number = context.store.next_number("made-up-school")
    said = {
        "name": f"New School {number}",
        "tutor_name": f"Tutor of New School {number}",
        "tutor_email": f"tutor.{number}@example.com",
        "register_eligible": eligible,
    }
    return schools.add(context, said, uplifts).school.id


def new_partnership(
    context: WorldContext, school_id: str, provider: str, cohort: int, partner_id: str
) -> Partnership:
    """Add a partnership; it takes over who was meant for it."""
    made = Partnership(
        id=context.store.new_id("partnership"),
        provider=provider,
        cohort=cohort,
        school_id=school_id,
        delivery_partner_id=partner_id,
        recorded_at=context.now,
    )
    partnership_service.make(context, made, context.store.attendances(school_id))
    return made


def new_delivery_partner(context: WorldContext, provider: str, cohorts: Sequence[int]) -> str:
    """Add a delivery partner linked to a provider in some years; return its id."""
    number = context.store.next_number("made-up-delivery-partner")
    made = delivery_partners.add(context, f"New Teaching School Hub {number}").delivery_partner
    for cohort in cohorts:
        delivery_partners.link(context, Link(provider, cohort, made.id))
    return made.id


def linked_partners(context: WorldContext, provider: str, cohort: int) -> list[str]:
    """Return the delivery partners that a provider may work with in a cohort."""
    return facts.linked_partners(context.store.db, context.store.provider_keys[provider], cohort)


def _one_of(some: Sequence[str], roll: float) -> str:
    return some[int(roll * len(some))]
