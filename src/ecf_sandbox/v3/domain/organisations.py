"""Delivery partners, schools, and who works with whom."""

from collections.abc import Mapping
from dataclasses import dataclass

from ecf_sandbox.engine.domain.instants import Instant


@dataclass(frozen=True, slots=True)
class DeliveryPartner:
    """Who trains on a lead provider's behalf."""

    id: str
    name: str
    recorded_at: Instant


@dataclass(frozen=True, slots=True)
class Link:
    """A delivery partner may work with a provider in a cohort (V3-REG-14)."""

    provider: str
    cohort: int
    delivery_partner_id: str


@dataclass(frozen=True, slots=True)
class Uplifts:
    """What a school has in a year, or a declaration was made with."""

    pupil_premium: bool = False
    sparsity: bool = False

    def __bool__(self) -> bool:
        return self.pupil_premium or self.sparsity


NO_UPLIFTS = Uplifts()


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A school; `uplifts` are those of each year that has any."""

    id: str
    urn: str
    name: str
    recorded_at: Instant
    tutor_name: str | None = None
    tutor_email: str | None = None
    contact_email: str | None = None
    second_contact_email: str | None = None
    register_eligible: bool = True
    marked_eligible: bool = False
    uplifts: Mapping[int, Uplifts]

    @property
    def is_eligible(self) -> bool:
        """Whether the national register says so, or the department marked it (V3-SCHOOL-1)."""
        return self.register_eligible or self.marked_eligible

    @property
    def induction_email(self) -> str | None:
        """The tutor's e-mail, else the school's first, else its second (V3-PARTNER-1)."""
        return self.tutor_email or self.contact_email or self.second_contact_email


@dataclass(frozen=True, slots=True, kw_only=True)
class Partnership:
    """A provider trains at a school in a cohort, with a delivery partner."""

    id: str
    provider: str
    cohort: int
    school_id: str
    delivery_partner_id: str
    recorded_at: Instant
