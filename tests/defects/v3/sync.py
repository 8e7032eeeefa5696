"""Defects of lists, of what moves `updated_at`, and of what schools and transfers show."""

from dataclasses import replace

from ecf_sandbox.v3.domain.schools import ProgrammeChoice
from ecf_sandbox.v3.rules import organisations, schools, ticks, transfers
from ecf_sandbox.v3.service import recording
from ecf_sandbox.v3.service import schools as school_service
from ecf_sandbox.v3.store import listing
from ecf_sandbox.v3.store.ids import shown
from ecf_sandbox.v3.store.paging import Listing
from ecf_sandbox.v3.store.records import Records
from tests.defects import defect
from tests.kit.breaking import change_result, nothing


def nowhen(*_, **__):
    """Stand in for what finds no moment."""
    return set()


@defect("V3-LIST-8", "V3-LIST-12")
def a_mentor_changes_by_time_unnoticed(patch):
    """`updated_at` of a participant does not move by time."""
    patch.setattr(ticks, "of_participant", nowhen)


@defect("V3-LIST-10")
def starts_and_ends_leave_a_partnership_as_it_was(patch):
    """`updated_at` of a partnership does not move by time."""
    patch.setattr(ticks, "of_partnership", nowhen)


@defect("V3-LIST-10")
def acts_leave_a_partnership_as_it_was(patch):
    """`updated_at` of a partnership does not move when somebody more trains under it."""
    patch.setattr(recording, "_stamp_partnerships", nothing)


@defect("V3-LIST-9")
def a_declaration_is_paid_unnoticed(patch):
    """`updated_at` of a declaration does not move by time."""
    patch.setattr(ticks, "of_declaration", nowhen)


@defect("V3-LIST-9")
def a_declaration_becomes_eligible_unnoticed(patch):
    """`updated_at` of a declaration does not move when its person becomes eligible."""
    patch.setattr(recording, "_stamp_settled", nothing)


@defect("V3-LIST-11", "V3-STATEMENT-2")
def a_statement_is_paid_unnoticed(patch):
    """`updated_at` of a statement does not move by time."""
    patch.setattr(ticks, "of_statement", nowhen)
    change_result(patch, listing, "statements", lambda found, *_: replace(found, later=None))


@defect("V3-LIST-11")
def a_tutor_changes_unnoticed(patch):
    """Facts of a school change, its `updated_at` does not."""
    patch.setattr(organisations, "shows_otherwise", lambda *_: False)


@defect("V3-LIST-10")
def a_partnership_s_tutor_changes_unnoticed(patch):
    """Facts of a school change, `updated_at` of its partnerships does not."""
    patch.setattr(organisations, "partnerships_show_otherwise", lambda *_: False)


@defect("V3-LIST-8")
def uplifts_change_unnoticed(patch):
    """Uplifts of a school change, `updated_at` of who shows them does not."""
    patch.setattr(organisations, "years_of_other_uplifts", nothing)


@defect("V3-LIST-8", "V3-TRANSFER-4")
def a_urn_changes_unnoticed(patch):
    """A school's URN changes, `updated_at` of who shows it does not."""
    patch.setattr(school_service, "_stamp_people", nothing)


@defect("V3-LIST-11", "V3-SCHOOL-4", "V3-SCHOOL-5")
def what_people_do_never_shows_at_their_school(patch):
    """Training changes nothing that a school shows."""
    patch.setattr(recording, "summarise_schools", nothing)


@defect("V3-TRANSFER-4")
def a_transfer_changes_unnoticed(patch):
    """Dates of a transfer change, its `updated_at` does not."""
    patch.setattr(recording, "stamp_transfers", nothing)


@defect("V3-UNFUNDED-3")
def an_assignment_is_unnoticed(patch):
    """A mentor becomes unfunded, `updated_at` does not move."""
    patch.setattr(recording, "_stamp_mentors", nothing)


@defect("V3-UNFUNDED-3")
def a_mentor_s_name_changes_unnoticed(patch):
    """Name, number and e-mail of an unfunded mentor change, `updated_at` does not."""
    patch.setattr(recording, "_shown_as_mentor", nothing)


@defect("V3-UNFUNDED-3")
def a_mentor_takes_over_by_time_unnoticed(patch):
    """A mentor is shown from a day on, `updated_at` does not move then."""
    patch.setattr(recording, "_taking_over", nothing)


@defect("V3-UNFUNDED-2")
def the_first_e_mail_of_an_unfunded_mentor_is_shown(patch):
    """Of several schools the one where the mentor began first gives the e-mail."""
    change_result(patch, Records, "unfunded_school_periods", lambda found, *_: found[::-1])


@defect("V3-SCHOOL-3")
def only_a_name_makes_a_partnership(patch):
    """A partnership of any cohort counts in every cohort."""
    change_result(
        patch,
        Records,
        "partnered_schools",
        lambda _, it, ids, __: {
            shown(school)
            for (school,) in it.db.execute(
                "SELECT s.id FROM partnerships p JOIN schools s ON s.key = p.school"
            )
            if shown(school) in ids
        },
    )


@defect("V3-SCHOOL-4")
def whoever_is_school_led_makes_the_choice(patch):
    """One ECT whom the school trains makes it school-led."""
    patch.setattr(
        schools,
        "programme_choice",
        lambda cohort, known: (
            ProgrammeChoice.SCHOOL_LED
            if any(schools._is_school_led(t) for each in known for t in each.training)
            else ProgrammeChoice.PROVIDER_LED
        ),
    )


@defect("V3-TRANSFER-2")
def transfers_stand_in_any_order(patch):
    """The latest transfer comes first."""
    change_result(patch, transfers, "transfers", lambda found, *_: found[::-1])


@defect("V3-TRANSFER-1")
def whoever_passed_left_for_somewhere(patch):
    """Whoever completed an induction and left is a transfer."""
    patch.setattr(transfers, "induction_end", lambda _: None)


@defect("V3-LIST-6", "V3-LIST-7")
def lists_stand_by_id(patch):
    """Nothing is listed in order of creation."""
    true = Listing.page

    def page(self, db, query, now):
        return true(self if query.sort or self.order else replace(self, order="id"), db, query, now)

    patch.setattr(Listing, "page", page)
