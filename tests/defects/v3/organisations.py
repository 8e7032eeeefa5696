"""Defects of partnerships, statements, delivery partners, merged people, stamps and days."""

from dataclasses import replace
from datetime import UTC, datetime

from ecf_sandbox.engine.domain.instants import SECOND, Instant, midnight
from ecf_sandbox.v3.domain import london
from ecf_sandbox.v3.domain.organisations import School
from ecf_sandbox.v3.http import parsing
from ecf_sandbox.v3.rules import partnering
from ecf_sandbox.v3.store import listing, school_rows
from ecf_sandbox.v3.store.ids import key_of, stored
from tests.defects import defect
from tests.defects.v3.enrolments import change_attributes
from tests.kit.breaking import change_arguments, change_result


@defect("V3-PARTNER-1")
def only_a_tutor_has_an_e_mail(patch):
    """The school's own e-mails do not stand in for the tutor's."""
    patch.setattr(School, "induction_email", property(lambda school: school.tutor_email))


@defect("V3-PARTNER-4")
def one_partnership_with_a_school_is_enough(patch):
    """A partnership in another cohort is an obstacle."""

    def obstacle(found, about):
        more = (
            []
            if found or not about.partnerships
            else [partnering._problem(partnering.SCHOOL, "#/school_id is already your partner")]
        )
        return [*found, *more]

    change_result(
        patch, partnering, "_free_for_partnership", lambda found, about: obstacle([*found], about)
    )


@defect("V3-PARTNER-7")
def declarations_go_on_with_the_new_partner(patch):
    """A declaration shows the present delivery partner of its partnership."""
    true = school_rows.change_delivery_partner

    def change_delivery_partner(records, partnership_id, partner_id, stamp):
        true(records, partnership_id, partner_id, stamp)
        records.db.executemany(
            f"UPDATE declarations SET delivery_partner = {key_of('delivery_partners')}"
            " WHERE id = ?",
            (
                (stored(partner_id), stored(each))
                for each in records.declarations_under(partnership_id)
            ),
        )

    patch.setattr(school_rows, "change_delivery_partner", change_delivery_partner)


@defect("V3-STATEMENT-3")
def statements_stand_by_cohort(patch):
    """Statements stand by cohort first, then by payment date."""
    change_result(
        patch,
        listing,
        "statements",
        lambda found, *_: replace(found, order="s.cohort, s.payment_date"),
    )


@defect("V3-DELIVERY-1")
def the_last_year_comes_first(patch):
    """A delivery partner's years stand from the latest to the first."""
    change_attributes(
        patch, "delivery_partner", lambda shown: {**shown, "cohort": shown["cohort"][::-1]}
    )


@defect("V3-IDCHANGE-2")
def a_retired_id_finds_everybody(patch):
    """`filter[from_participant_id]` narrows nothing down."""
    change_arguments(
        patch,
        listing,
        "participants",
        lambda provider, query: (provider, replace(query, from_participant_id=None)),
    )


@defect("V3-LIST-13", also="V3-FMT-11 V3-LIST-5")
def changes_of_the_very_second_are_missed(patch):
    """`filter[updated_since]` leaves out what changed in the second that it names."""
    change_result(patch, parsing, "_since", lambda found, *_: found and Instant(found + SECOND))


@defect("V3-TIME-3")
def days_begin_in_utc(patch):
    """A day begins at midnight in UTC, in summer too."""
    patch.setattr(london, "start_of", midnight)
    patch.setattr(london, "day_of", lambda at: datetime.fromtimestamp(at // 1_000_000, UTC).date())
