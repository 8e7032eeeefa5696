"""What each situation promises: every check of it holds."""

import unicodedata

from ecf_sandbox.v1.domain.participants import Course
from ecf_sandbox.v1.seeding.personas import OWNER
from tests.v1.seeding.sights import (
    Check,
    Sight,
    declared,
    everything_declared,
    forfeited_in_guidance,
    has_mentor,
    is_,
    knows,
    named,
    paid_after_withdrawal,
    replaces_mentor,
    second_place_is_lost,
    trains,
    transferred,
    unheard_of,
    unknown_in_service,
    withdrawn_in_started,
)

STARTED = ("started", "eligible")
PROMISES: dict[str, tuple[Check, ...]] = {
    "an ECT ready to start": (is_("ect"), knows(), trains("active"), declared()),
    "a mentor ready to start": (is_("mentor"), knows(), trains("active"), declared()),
    "an ECT just added by the school": (is_("ect"), unheard_of, trains("active"), declared()),
    "a mentor just added by the school": (is_("mentor"), unheard_of, trains("active"), declared()),
    "an ECT whose email is not validated": (is_("ect"), knows(email_validated=False), declared()),
    "an ECT whose TRN is invalid": (
        is_("ect"),
        knows(teacher_reference_number_validated=False, qts=None, eligible=None),
        lambda it: it.person.teacher_reference_number is not None,
    ),
    "an ECT without QTS": (
        is_("ect"),
        knows(qts=False),
        lambda it: it.person.eligible_for_funding is None,
    ),
    "an ECT who is not eligible for funding": (is_("ect"), knows(eligible=False), declared()),
    "an ECT whose eligibility is unknown": (is_("ect"), knows(eligible=None), declared()),
    "an ECT with the pupil premium uplift": (is_("ect"), knows(pupil_premium_uplift=True)),
    "an ECT with the sparsity uplift": (is_("ect"), knows(sparsity_uplift=True)),
    "an ECT with both uplifts": (
        is_("ect"),
        knows(pupil_premium_uplift=True, sparsity_uplift=True),
    ),
    "a deferred ECT": (is_("ect"), trains("deferred"), declared()),
    "a deferred mentor": (is_("mentor"), trains("deferred"), declared()),
    "an ECT back from a break": (
        is_("ect"),
        trains("active"),
        lambda it: it.record.recorded > it.record.opened,
    ),
    "an ECT withdrawn before the started cut-off": (
        is_("ect"),
        trains("withdrawn"),
        withdrawn_in_started,
        forfeited_in_guidance,
    ),
    "a mentor withdrawn with nothing declared": (
        is_("mentor"),
        trains("withdrawn"),
        withdrawn_in_started,
        declared(),
    ),
    "an ECT withdrawn by the school only": (
        is_("ect"),
        trains("active", "withdrawn"),
        unknown_in_service,
    ),
    "an ECT withdrawn after the started cut-off": (
        is_("ect"),
        trains("withdrawn"),
        paid_after_withdrawal,
    ),
    "an ECT with a mentor": (is_("ect"), has_mentor),
    "a mentor of one ECT": (is_("mentor"), lambda it: len(it.mentees()) == 1),
    "a mentor of two ECTs": (is_("mentor"), lambda it: len(it.mentees()) == 2),
    "an ECT who shares a mentor": (
        is_("ect"),
        has_mentor,
        lambda it: it.record.mentor_id == "00000000-0000-4000-8000-000000000503",
    ),
    "a replacement mentor part-way": (
        is_("mentor"),
        replaces_mentor,
        declared(("retained-1", "eligible")),
    ),
    "an ECT with a replacement mentor": (
        is_("ect"),
        has_mentor,
        declared(STARTED, ("retained-1", "eligible")),
    ),
    "an ECT with started declared": (is_("ect"), declared(STARTED)),
    "a mentor with started declared": (
        is_("mentor"),
        declared(STARTED),
        lambda it: it.declarations[0].course_identifier is Course.MENTOR,
    ),
    "an ECT with a submitted declaration": (
        is_("ect"),
        knows(eligible=None),
        declared(("started", "submitted")),
    ),
    "an ECT part-way through": (
        is_("ect"),
        declared(STARTED, ("retained-1", "eligible"), ("retained-2", "eligible")),
    ),
    "an ECT with everything declared": (
        is_("ect"),
        everything_declared,
        lambda it: "extended" in it.record.schedule_identifier,
    ),
    "a mentor with everything declared": (is_("mentor"), everything_declared),
    "an ECT with a paid declaration": (is_("ect"), declared(("started", "paid"))),
    "an ECT with a voided declaration": (is_("ect"), declared(("started", "voided"))),
    "an ECT whose TRN is another's too, declared first": (
        declared(STARTED),
        lambda it: len(it.namesakes()) == 1,
    ),
    "an ECT whose TRN is another's too, not declared yet": (second_place_is_lost,),
    "an ECT with an ineligible declaration": (
        declared(("started", "ineligible")),
        lambda it: len(it.namesakes()) == 1,
    ),
    "an ECT part-way through a standard schedule": (
        declared(("started", "paid"), ("retained-1", "eligible")),
        lambda it: "standard" in it.record.schedule_identifier,
    ),
    "an ECT with everything declared on a standard schedule": (
        everything_declared,
        lambda it: "standard" in it.record.schedule_identifier,
    ),
    "an ECT with a declaration awaiting clawback": (declared(("started", "awaiting-clawback")),),
    "an ECT with a clawed-back declaration": (declared(("started", "clawed-back")),),
    "an ECT transferred in": (
        transferred(opened_first="riverbank", current=OWNER, declared_by="riverbank"),
    ),
    "an ECT transferred out": (
        transferred(opened_first=OWNER, current="riverbank", declared_by=OWNER),
    ),
    "an ECT transferred out and back": (
        transferred(opened_first=OWNER, current=OWNER, declared_by=None),
    ),
    "an ECT with accents in the name": (named(lambda name: "ë" in name and "Å" in name),),
    "an ECT with apostrophes in name and email": (
        named(lambda name: name.count("'") == 2),
        lambda it: "'" in it.person.email,
    ),
    "an ECT with a single name": (named(lambda name: " " not in name),),
    "an ECT with a name of 60 characters": (named(lambda name: len(name) == 60),),
    "an ECT with a name written from right to left": (
        named(lambda name: {unicodedata.bidirectional(each) for each in name} >= {"AL"}),
    ),
    "an ECT with quotes and a comma in the name": (
        named(lambda name: '"' in name and "," in name),
    ),
    "an ECT with a name outside the basic plane": (named(lambda name: max(name) > "\uffff"),),
    "an ECT with combining accents in the name": (
        named(lambda name: name != unicodedata.normalize("NFC", name)),
    ),
    "an ECT whose surname is Null": (named(lambda name: name.endswith(" Null")),),
}


def kept(seen: Sight) -> list[bool]:
    return [check(seen) for check in PROMISES[seen.persona.situation]]
