"""Defects of what a participant's record shows (PART-1, PART-2)."""

from ecf_sandbox.v1.http import serializers
from ecf_sandbox.v1.service import participants
from ecf_sandbox.v1.store.records import Records
from tests.defects import defect
from tests.kit.breaking import change_result, nothing


def shows(patch, change):
    """Let a participant's attributes be shown otherwise."""

    def changed(shown, record, edition):
        return {**shown, "attributes": change(shown["attributes"], record)}

    change_result(patch, serializers, "participant", changed)


@defect("PART-1")
def attributes_by_the_alphabet(patch):
    """Attributes come in order of their names."""
    shows(patch, lambda shown, _: dict(sorted(shown.items())))


@defect("PART-1")
def an_attribute_too_many(patch):
    """The qualified teacher status shows."""
    shows(patch, lambda shown, record: {**shown, "qts": record.person.qts})


@defect("PART-1")
def an_attribute_too_few(patch):
    """Nothing says sparsity uplift."""
    shows(patch, lambda shown, _: {k: v for k, v in shown.items() if k != "sparsity_uplift"})


@defect("PART-1", also="PART-3")
def uplifts_changed_about(patch):
    """The two uplifts stand in each other's place."""

    def swapped(shown, _):
        pupil, sparse = shown["pupil_premium_uplift"], shown["sparsity_uplift"]
        return {**shown, "pupil_premium_uplift": sparse, "sparsity_uplift": pupil}

    shows(patch, swapped)


@defect("PART-1")
def a_school_loses_its_zeros(patch):
    """The URN is written as the number it looks like."""
    shows(patch, lambda shown, _: {**shown, "school_urn": str(int(shown["school_urn"]))})


@defect("PART-1", also="AUTH-3 FMT-6 FMT-8 LIST-4 LIST-6 REG-1")
def a_cohort_is_a_number(patch):
    """The cohort is not a string."""
    shows(patch, lambda shown, _: {**shown, "cohort": int(shown["cohort"])})


@defect("PART-1", also="REG-1 REG-2")
def no_trn_is_an_invalid_one(patch):
    """Without a TRN its validity is false, not null."""
    valid = "teacher_reference_number_validated"
    shows(patch, lambda shown, _: {**shown, valid: bool(shown[valid])})


@defect("PART-1", unseen="the control API takes the validity away with the number")
def a_validity_without_a_trn(patch):
    """What was found out about a TRN shows although there is none."""
    valid = "teacher_reference_number_validated"
    shows(patch, lambda shown, record: {**shown, valid: getattr(record.person, valid)})


@defect("PART-1", also="REG-1 REG-2")
def unknown_eligibility_is_false(patch):
    """Who may be eligible is shown as not."""
    known = "eligible_for_funding"
    shows(patch, lambda shown, _: {**shown, known: bool(shown[known])})


@defect("PART-1", also="ACT-1")
def records_of_another_type(patch):
    """The type says what kind of participant it is."""
    change_result(
        patch, serializers, "participant", lambda shown, *_: {**shown, "type": "ecf-participant"}
    )


@defect("PART-2")
def the_school_has_withdrawn_for_the_provider(patch):
    """The provider's view follows the school's."""
    shows(
        patch,
        lambda shown, _: {
            **shown,
            "training_status": "withdrawn"
            if shown["status"] == "withdrawn"
            else shown["training_status"],
        },
    )


@defect(
    "PART-2",
    also=(
        "ACT-1 ACT-2 ACT-3 ACT-4 ACT-5 ACT-8 ADV-1 ADV-3 DECL-10 DECL-7 FMT-8 LIST-3 "
        "LIST-4 PART-3 PAY-7 TIME-1 TIME-3 TIME-4"
    ),
)
def a_withdrawal_leaves_training_as_it_is(patch):
    """Whoever withdraws somebody is told, and nothing changes."""
    patch.setattr(Records, "change_training", lambda _, record, *__, **___: record)
    patch.setattr(participants, "_forfeit", nothing)
