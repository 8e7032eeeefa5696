"""What reads rows of a world's file: columns and tables, for conditions to be added."""

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Select:
    """What reads rows: columns, apart by blanks, and the tables that have them."""

    columns: str
    source: str

    def __str__(self) -> str:
        return f"SELECT {', '.join(self.names)} FROM {self.source}"

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Return the columns one by one."""
        return tuple(self.columns.split())


PEOPLE = Select(
    "id full_name trn ect_record_id mentor_record_id ect_eligible_at ect_eligible_by_time "
    "mentor_eligible_at mentor_eligible_by_time ect_ineligible_on mentor_ineligible_on "
    "mentor_ineligible_reason ect_frozen_year mentor_frozen_year record_started_on "
    "record_completed_on merged_into recorded_at key",
    "people",
)
SCHOOL_PERIODS = Select(
    "t.key p.id t.role s.id t.started_on t.finished_on t.email t.working_pattern t.recorded_at",
    "school_periods t JOIN people p ON p.key = t.person JOIN schools s ON s.key = t.school",
)
TRAINING_PERIODS = Select(
    "t.person t.key t.school_period t.role t.programme t.interest_provider t.interest_year "
    "t.schedule_identifier t.started_on t.finished_on t.withdrawn_at t.withdrawal_reason "
    "t.deferred_at t.deferral_reason t.recorded_at p.id p.provider p.year s.id o.id "
    "p.recorded_at",
    "training_periods t"
    " LEFT JOIN partnerships p ON p.key = t.partnership"
    " LEFT JOIN schools s ON s.key = p.school"
    " LEFT JOIN delivery_partners o ON o.key = p.delivery_partner",
)
MENTORSHIPS = Select(
    "t.key e.id t.ect_school_period m.id t.mentor_school_period t.started_on t.finished_on",
    "mentorship_periods t JOIN people e ON e.key = t.ect JOIN people m ON m.key = t.mentor",
)
INDUCTIONS = Select(
    "t.key p.id t.appropriate_body t.started_on t.finished_on t.outcome",
    "induction_periods t JOIN people p ON p.key = t.person",
)
DECLARATIONS = Select(
    "t.id p.id t.training_period t.provider t.cohort t.role t.type t.declared_at t.evidence "
    "o.id m.id t.pupil_premium t.sparsity t.eligible_at t.statement t.voided_at t.clawed_at "
    "t.clawback_statement t.recorded_at",
    "declarations t"
    " JOIN people p ON p.key = t.person"
    " JOIN delivery_partners o ON o.key = t.delivery_partner"
    " LEFT JOIN people m ON m.key = t.mentor",
)
ID_CHANGES = Select(
    "t.person t.from_id t.to_id t.changed_at",
    "id_changes t",
)
STATEMENTS = Select(
    "id provider cohort year month deadline payment_date recorded_at authorised_at key",
    "statements",
)
SCHOOLS = Select(
    "id urn name tutor_name tutor_email contact_email second_contact_email register_eligible "
    "marked_eligible recorded_at key",
    "schools",
)
PARTNERSHIPS = Select(
    "p.id p.provider p.year s.id o.id p.recorded_at",
    "partnerships p"
    " JOIN schools s ON s.key = p.school"
    " JOIN delivery_partners o ON o.key = p.delivery_partner",
)
DELIVERY_PARTNERS = Select(
    "id name recorded_at",
    "delivery_partners",
)
