"""What is shown of participants: enrolments, statuses, merges, transfers, unfunded mentors."""

from ecf_conformance.cases import Case, of, table
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.provider import NOBODY, Provider

_STATES = {Ability.STATES}
_IN_YEARS = "2030-09-01T09:00:00Z"
_ENROLMENT = [
    "training_record_id",
    "email",
    "mentor_id",
    "school_urn",
    "participant_type",
    "cohort",
    "training_status",
    "participant_status",
    "eligible_for_funding",
    "pupil_premium_uplift",
    "sparsity_uplift",
    "schedule_identifier",
    "delivery_partner_id",
    "withdrawal",
    "deferral",
    "created_at",
    "induction_end_date",
    "most_recent_induction_period_end_date",
    "overall_induction_start_date",
    "mentor_funding_end_date",
    "cohort_changed_after_payments_frozen",
    "mentor_ineligible_for_funding_reason",
    "working_pattern",
]
_ATTRIBUTES = [
    "full_name",
    "teacher_reference_number",
    "updated_at",
    "ecf_enrolments",
    "participant_id_changes",
]


@scenario("V3-PART-1", "V3-PART-2", "V3-PART-3", "V3-FMT-2", each=of("ect", "mentor"))
def a_participant_is_shown_whole(provider: Provider, case: Case) -> None:
    """A participant has every attribute in order, and an enrolment for each role."""
    trainee = provider.someone(case.name)
    shown = provider.reads(trainee).accepted()
    assert shown.data["type"] == "participant", shown.data["type"]
    assert list(shown.attributes) == _ATTRIBUTES, list(shown.attributes)
    enrolments = shown.attributes["ecf_enrolments"]
    assert 1 <= len(enrolments) <= 2, enrolments
    for each in enrolments:
        assert list(each) == _ENROLMENT, list(each)


@scenario("V3-PART-5", "V3-PART-6", "V3-PART-9", "V3-PART-12", "V3-PART-15", certain_with=_STATES)
def an_ect_is_shown_with_induction(provider: Provider) -> None:
    """An ECT in induction is eligible, has its start, and nothing of a mentor."""
    shown = provider.enrolment(provider.someone())
    assert shown["eligible_for_funding"] is True, shown
    assert shown["overall_induction_start_date"], shown
    assert shown["induction_end_date"] is None, shown
    assert shown["working_pattern"] in ("full_time", "part_time"), shown
    assert shown["mentor_funding_end_date"] is None, shown
    assert shown["mentor_ineligible_for_funding_reason"] is None, shown
    assert shown["cohort_changed_after_payments_frozen"] is False, shown


@scenario("V3-PART-12", "V3-PART-14", "V3-PART-15", certain_with=_STATES)
def a_mentor_is_shown_without_induction(provider: Provider) -> None:
    """A mentor has neither induction, mentor nor working pattern."""
    shown = provider.enrolment(provider.someone("mentor"))
    for name in ("mentor_id", "overall_induction_start_date", "induction_end_date"):
        assert shown[name] is None, shown
    assert shown["most_recent_induction_period_end_date"] is None, shown
    assert shown["working_pattern"] is None, shown


@scenario(
    "V3-STATUS-1",
    "V3-STATUS-2",
    "V3-STATUS-3",
    certain_with=_STATES,
    each=table(
        Case("joining", ("active", "joining")),
        Case("active", ("active", "active")),
        Case("leaving", ("active", "leaving")),
        Case("left", ("active", "left")),
    ),
)
def a_status_follows_from_dates(provider: Provider, case: Case) -> None:
    """Somebody joins, is active, leaves or has left, as the dates of training say."""
    ect = provider.someone(state="a participant", participant_status=case.name)
    shown = provider.enrolment(ect)
    assert (shown["training_status"], shown["participant_status"]) == case.said, shown


@scenario(
    "V3-STATUS-1", "V3-PART-8", certain_with=_STATES, each=of("active", "deferred", "withdrawn")
)
def a_training_status_is_what_the_provider_did(provider: Provider, case: Case) -> None:
    """The training status is shown with its reason and date, and with no other's."""
    status = "active" if case.name == "active" else "left"
    ect = provider.someone(
        state="a participant", training_status=case.name, participant_status=status
    )
    shown = provider.enrolment(ect)
    assert shown["training_status"] == case.name, shown
    assert bool(shown["deferral"]) is (case.name == "deferred"), shown
    assert bool(shown["withdrawal"]) is (case.name == "withdrawn"), shown


@scenario("V3-STATUS-4", needs={Ability.HEADER}, certain_with=_STATES)
def time_alone_ends_training(provider: Provider) -> None:
    """Who is leaving has left once the day has come, and is leaving still at a moment before."""
    ect = provider.someone(state="a participant", participant_status="leaving")
    with provider.on(_IN_YEARS):
        assert provider.enrolment(ect)["participant_status"] == "left"
    assert provider.enrolment(ect)["participant_status"] == "leaving"


@scenario("V3-PART-4")
def a_training_record_is_one_persons(provider: Provider) -> None:
    """Everybody has a training record of their own in each role."""
    provider.someone(), provider.someone("mentor")
    listed = provider.participants(per_page="3000").accepted().records
    enrolments = [it for each in listed for it in each["attributes"]["ecf_enrolments"]]
    found = [each["training_record_id"] for each in enrolments]
    assert len(found) > 1, "too few are listed"
    assert len({*found}) == len(found), "two have one training record"


@scenario("V3-PART-13", "V3-ACT-12", certain_with=_STATES)
def who_passed_stays_active(provider: Provider) -> None:
    """An ECT who passed is active after the end, and changes to reduced schedules only."""
    ect = provider.someone(state="an ECT who passed induction")
    shown = provider.enrolment(ect)
    assert shown["induction_end_date"], shown
    assert shown["participant_status"] == "active", shown
    provider.changes_schedule(ect, "ecf-standard-january").refused(naming="participant_id")
    provider.changes_schedule(ect, "ecf-reduced-january").accepted()


@scenario("V3-PART-9", certain_with=_STATES)
def who_is_not_eligible_is_unknown(provider: Provider) -> None:
    """Without an induction it is not known whether an ECT is eligible."""
    ect = provider.someone(state="an ECT without induction")
    assert provider.enrolment(ect)["eligible_for_funding"] is None


@scenario("V3-IDCHANGE-1", "V3-IDCHANGE-2", "V3-LIST-2", certain_with=_STATES)
def a_merge_leaves_a_trace(provider: Provider) -> None:
    """Who was merged is found by the retired id, which is nobody's any more."""
    survivor = provider.someone(state="a merged participant")
    changes = provider.reads(survivor).accepted().attributes["participant_id_changes"]
    assert changes, "no change of ids is shown"
    assert list(changes[0]) == ["from_participant_id", "to_participant_id", "changed_at"], changes
    retired = changes[0]["from_participant_id"]
    assert changes[0]["to_participant_id"] == survivor.id, changes
    provider.reads(retired).not_found()
    assert provider.participants(from_participant_id=retired).accepted().ids == [survivor.id]
    assert provider.participants(from_participant_id=NOBODY).accepted().ids == []


@scenario(
    "V3-TRANSFER-1",
    "V3-TRANSFER-2",
    "V3-TRANSFER-3",
    certain_with=_STATES,
    each=of("new_school", "new_provider", "unknown"),
)
def a_transfer_is_told(provider: Provider, case: Case) -> None:
    """A transfer is listed and read, with both sides as far as they are known."""
    ect = provider.someone(state="a transfer", transfer_type=case.name)
    found = provider.reads_transfers(ect).accepted()
    assert list(found.attributes) == ["updated_at", "transfers"], list(found.attributes)
    transfer = found.attributes["transfers"][-1]
    assert transfer["transfer_type"] == case.name, transfer
    assert transfer["leaving"]["date"], transfer
    assert (transfer["joining"] is None) is (case.name == "unknown"), transfer
    listed = provider.transfers(per_page="3000").accepted().records
    assert found.data in listed, "it is not listed as it is read"


@scenario("V3-TRANSFER-3", certain_with=_STATES, each=of("incomplete", "complete"))
def a_transfer_is_complete_by_its_dates(provider: Provider, case: Case) -> None:
    """A transfer is incomplete while one of its dates lies ahead."""
    ect = provider.someone(state="a transfer", status=case.name)
    transfer = provider.reads_transfers(ect).accepted().attributes["transfers"][-1]
    assert transfer["status"] == case.name, transfer


@scenario("V3-TRANSFER-4", "V3-AUTH-3")
def who_stays_has_no_transfer(provider: Provider) -> None:
    """Somebody without a transfer is not listed there, and a 404."""
    ect = provider.someone()
    assert ect.id not in provider.transfers(per_page="3000").accepted().ids
    provider.reads_transfers(ect).not_found()
    provider.reads_transfers(NOBODY).not_found()


@scenario("V3-UNFUNDED-1", "V3-UNFUNDED-2", certain_with=_STATES)
def an_unfunded_mentor_is_told(provider: Provider) -> None:
    """Somebody else's mentor of one's own ECT is listed, and is no participant."""
    values = provider.arranged("an unfunded mentor")
    mentor = values["participant_id"]
    found = provider.get(f"/unfunded-mentors/{mentor}").accepted()
    names = ["full_name", "email", "teacher_reference_number", "created_at", "updated_at"]
    assert list(found.attributes) == names, list(found.attributes)
    assert found.data in provider.unfunded_mentors(per_page="3000").accepted().records
    provider.reads(mentor).not_found()


@scenario("V3-UNFUNDED-1", "V3-UNFUNDED-2")
def who_is_trained_is_not_unfunded(provider: Provider) -> None:
    """A mentor of one's own is not an unfunded one."""
    mentor = provider.someone("mentor")
    provider.get(f"/unfunded-mentors/{mentor.id}").not_found()
    assert mentor.id not in provider.unfunded_mentors(per_page="3000").accepted().ids


@scenario("V3-PART-10", "V3-DECL-16", "V3-PAY-6", needs={Ability.STATES, Ability.PAYMENTS})
def uplifts_are_the_schools(provider: Provider) -> None:
    """Uplifts are those of the school for the year, and paid with a start that is."""
    ect = provider.someone(state="an ECT with both uplifts paid")
    shown = provider.enrolment(ect)
    assert (shown["pupil_premium_uplift"], shown["sparsity_uplift"]) == (True, True), shown
    declared = provider.declared_for(ect).accepted().records
    assert [each["attributes"]["uplift_paid"] for each in declared] == [True], declared
    without = provider.enrolment(provider.someone())
    assert (without["pupil_premium_uplift"], without["sparsity_uplift"]) == (False, False), without


@scenario("V3-LIST-3", "V3-AUTH-3", "V3-VOID-1", needs=_STATES)
def what_another_declared_before_is_seen(provider: Provider) -> None:
    """A standing declaration of an earlier provider is seen, takes its place, and is not voided."""
    ect = provider.someone(state="an ECT whose `started` another provider declared before")
    made = provider.declared_for(ect).accepted().ids
    assert len(made) == 1, made
    provider.reads_declaration(made[0]).accepted().shows(declaration_type="started")
    provider.voids(made[0]).not_found()
    provider.declares(ect).refused(naming="declaration_type")


@scenario("V3-ACT-15", "V3-ACT-14", certain_with=_STATES)
def a_new_cohort_has_a_partnership(provider: Provider) -> None:
    """A change of cohort comes under the provider's partnership with the school in it."""
    ect = provider.someone(state="an ECT with `started` paid, free to move")
    before = provider.enrolment(ect)
    provider.changes_schedule(ect, "ecf-standard-september", cohort="2026").accepted()
    after = provider.enrolment(ect)
    assert (before["cohort"], after["cohort"]) == ("2025", "2026"), after
    listed = provider.partnerships(cohort="2026", per_page="3000").accepted().records
    there = [each["attributes"] for each in listed]
    partners = [it["delivery_partner_id"] for it in there if it["urn"] == after["school_urn"]]
    assert after["delivery_partner_id"] in partners, after
