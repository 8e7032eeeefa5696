"""The examples of the document are what is sent and answered on a fresh server.

Names, ids and details too: whoever compares finds what is written.
"""

import pytest

from tests.kit import published

DOCUMENT = published.document("v3")
EXAMPLES = DOCUMENT["components"]["examples"]
NOW = {"X-With-Server-Date": "2026-11-25T09:00:00Z"}
TOMORROW = {"X-With-Server-Date": "2026-11-26T09:00:00Z"}
JSON_TYPE = {"Content-Type": "application/json"}
PARTNERSHIP = "/partnerships/ba000000-0000-4000-8000-012026000101"
DECLARATIONS = "/participant-declarations"


def person(number):
    return f"/participants/00000000-0000-4000-8000-00000000{number}"


def said(name):
    return EXAMPLES[name]["value"]


def get(path):
    return lambda server: server.call("GET", path)


def put(path, body=None, headers=NOW):
    return lambda server: server.call("PUT", path, json=body, headers=headers)


def post(path, body):
    return lambda server: server.call("POST", path, json=body, headers=NOW)


def several(*calls):
    """Make some calls: the answer is the last one's."""
    return lambda server: [call(server) for call in calls][-1]


def of_all(*calls):
    """Make some calls, and answer with a list of what they show."""
    return lambda server: [call(server).json()["data"] for call in calls]


def attributes(**values):
    return {"data": {"attributes": values}}


def declare(number, kind="started", date="2026-11-20T10:00:00Z", **more):
    who = person(number).rpartition("/")[2]
    course = {"course_identifier": "ecf-induction"}
    claim = {"participant_id": who, "declaration_type": kind, "declaration_date": date}
    return post(DECLARATIONS, attributes(**claim, **course, **more))


SUBMITTED = declare(3110, date="2026-10-15T09:00:00Z", evidence_held="training-event-attended")
SCHOOLS = [
    get(f"/schools/5c000000-0000-4000-8000-{number:012}?filter[cohort]=2026")
    for number in (1, 3, 5)
]
STATEMENTS = [
    get(f"/statements/57000000-0000-4000-8000-012026{month}") for month in (202611, 202701)
]
PARTNERS = [get(f"/delivery-partners/de000000-0000-4000-8000-{number:012}") for number in (1, 2)]
UNFUNDED = [get(f"/unfunded-mentors/00000000-0000-4000-8000-00000000{n}") for n in (3515, 3517)]
TRANSFERS = [get(f"{person(number)}/transfers") for number in (3601, 3603, 3604, 3607)]
MADE = [get(f"{DECLARATIONS}/dec00001-0000-4000-8000-00000000{number}") for number in (3401, 3402)]
COURSE = {"course_identifier": "ecf-induction"}

RECORDS = {
    "ParticipantAnswer": get(person(3101)),
    "ParticipantsAnswer": of_all(*(get(person(number)) for number in (3101, 3209, 3513, 3701))),
    "DeferredAnswer": put(f"{person(3101)}/defer", said("DeferRequest")),
    "ResumedAnswer": several(
        put(f"{person(3101)}/defer", said("DeferRequest")),
        put(f"{person(3101)}/resume", said("ResumeRequest"), TOMORROW),
    ),
    "WithdrawnAnswer": put(f"{person(3101)}/withdraw", said("WithdrawRequest")),
    "RescheduledAnswer": put(f"{person(3101)}/change-schedule", said("ChangeScheduleRequest")),
    "ParticipantTransfersAnswer": TRANSFERS[0],
    "TransfersAnswer": of_all(*TRANSFERS),
    "UnfundedMentorAnswer": UNFUNDED[0],
    "UnfundedMentorsAnswer": of_all(*UNFUNDED),
    "DeclarationAnswer": MADE[0],
    "DeclarationCreatedAnswer": post(DECLARATIONS, said("StartedRequest")),
    "SubmittedAnswer": SUBMITTED,
    "DeclarationsAnswer": of_all(MADE[0], SUBMITTED, MADE[1]),
    "VoidedAnswer": put(f"{DECLARATIONS}/dec00001-0000-4000-8000-000000003401/void"),
    "AwaitingClawbackAnswer": put(f"{DECLARATIONS}/dec00001-0000-4000-8000-000000003402/void"),
    "PartnershipAnswer": get(PARTNERSHIP),
    "PartnershipsAnswer": of_all(
        get(PARTNERSHIP), get("/partnerships/ba000000-0000-4000-8000-012026001601")
    ),
    "PartnershipCreatedAnswer": post("/partnerships", said("CreateNamedPartnershipRequest")),
    "PartnershipUpdatedAnswer": put(PARTNERSHIP, said("UpdatePartnershipRequest")),
    "SchoolAnswer": SCHOOLS[0],
    "SchoolsAnswer": of_all(*SCHOOLS),
    "DeliveryPartnerAnswer": PARTNERS[0],
    "DeliveryPartnersAnswer": of_all(*PARTNERS),
    "StatementAnswer": STATEMENTS[1],
    "StatementsAnswer": of_all(*STATEMENTS),
    "NoneAnswer": get("/participants?page[page]=99"),
}


def school(number, partner, cohort="2026"):
    ids = {
        "school_id": f"5c000000-0000-4000-8000-{number:012}",
        "delivery_partner_id": f"de000000-0000-4000-8000-{partner:012}",
    }
    return post("/partnerships", attributes(cohort=cohort, **ids))


def raw(content):
    return lambda server: server.call(
        "PUT", f"{person(3101)}/defer", content=content, headers=JSON_TYPE
    )


REFUSALS = {
    "UnreadableDate": lambda server: server.call(
        "GET", "/statements", headers={"X-With-Server-Date": "soon"}
    ),
    "UnreadableBody": raw(b"{"),
    "NothingUsable": raw(b'{"data":{"attributes":{"why":"other"}}}'),
    "NoDate": declare(3101, date="soon"),
    "BadPage": get("/statements?page[page]=0"),
    "BadFilter": get("/statements?filter[updated_since]=2026-11-25"),
    "BadParameter": get("/statements?filter=2026"),
    "NoCohort": get("/schools"),
    "NotOnCourse": put(
        f"{person(3101)}/defer", attributes(reason="other", course_identifier="ecf-mentor")
    ),
    "AlreadyDeferred": put(f"{person(3209)}/defer", said("DeferMentorRequest")),
    "StartedToday": put(f"{person(3207)}/defer", said("DeferRequest")),
    "BadDeferReason": put(f"{person(3101)}/defer", attributes(reason="maternity", **COURSE)),
    "NotPaused": put(f"{person(3101)}/resume", said("ResumeRequest")),
    "EndedToday": put(f"{person(3211)}/resume", said("ResumeRequest")),
    "AlreadyWithdrawn": put(f"{person(3208)}/withdraw", said("WithdrawRequest")),
    "MentorsReason": put(
        f"{person(3101)}/withdraw", attributes(reason="mentor-no-longer-being-mentor", **COURSE)
    ),
    "SameSchedule": put(
        f"{person(3101)}/change-schedule",
        attributes(schedule_identifier="ecf-standard-september", **COURSE),
    ),
    "NoPartnershipThere": put(
        f"{person(3302)}/change-schedule",
        attributes(schedule_identifier="ecf-standard-september", cohort="2026", **COURSE),
    ),
    "EverythingWrong": put(
        f"{person(3208)}/change-schedule",
        attributes(schedule_identifier="ecf-replacement-september", cohort="2022", **COURSE),
    ),
    "NobodyOfYours": declare(3803, evidence_held="other"),
    "TooEarly": declare(3103, evidence_held="other"),
    "NoEvidence": declare(3408, "retained-2"),
    "AlreadyDeclared": declare(3401, evidence_held="other"),
    "ClosedCohort": declare(3303, "retained-1", "2023-04-10T09:00:00Z", evidence_held="other"),
    "AlreadyVoided": put(f"{DECLARATIONS}/dec00001-0000-4000-8000-000000003405/void"),
    "AlreadyPartnered": school(4, 1),
    "NothingFits": school(1, 5, "2022"),
    "SameDeliveryPartner": put(
        PARTNERSHIP, attributes(delivery_partner_id="de000000-0000-4000-8000-000000000001")
    ),
}
EVERYWHERE = {
    "NotFound": get(person(9999)),
    "MethodNotAllowed": put("/statements"),
    "PayloadTooLarge": raw(b" " * 1_000_001),
    "Unauthorized": lambda server: server.call("GET", "/statements", token="nobody's"),
}
TABLE = {**RECORDS, **REFUSALS}


def shown(answer):
    return {"data": answer} if isinstance(answer, list) else answer.json()


@pytest.mark.parametrize("name", TABLE)
def test_an_example_of_an_answer_is_what_is_answered(server, name):
    assert shown(TABLE[name](server)) == said(name)


@pytest.mark.parametrize("name", EVERYWHERE)
def test_an_example_of_what_every_path_may_answer_is_answered(server, name):
    (content,) = DOCUMENT["components"]["responses"][name]["content"].values()
    (example,) = content["examples"].values()
    assert EVERYWHERE[name](server).json() == example["value"]


def test_every_example_of_an_answer_is_tried():
    answers = DOCUMENT["components"]["responses"].values()
    used = {
        example["$ref"].rpartition("/")[2]
        for answer in answers
        for content in answer.get("content", {}).values()
        for example in content["examples"].values()
        if "$ref" in example
    }
    assert used == set(TABLE)


OF = {
    "Defer": "defer",
    "Resume": "resume",
    "Withdraw": "withdraw",
    "ChangeSchedule": "change-schedule",
}
WHOM = {"ResumeRequest": 3208, "ResumeMentorRequest": 3209}


def bodies():
    """Yield the name of each request body, and of each example of it."""
    for kind, node in DOCUMENT["components"]["requestBodies"].items():
        for example in node["content"]["application/json"]["examples"].values():
            yield kind, example["$ref"].rpartition("/")[2]


@pytest.mark.parametrize(("kind", "name"), list(bodies()))
def test_an_example_of_a_body_is_accepted(server, kind, name):
    if kind in OF:
        number = WHOM.get(name, 3102 if "Mentor" in name else 3101)
        call = put(f"{person(number)}/{OF[kind]}", said(name))
    elif kind == "UpdatePartnership":
        call = put(PARTNERSHIP, said(name))
    else:
        call = post(
            {"Declare": DECLARATIONS, "CreatePartnership": "/partnerships"}[kind], said(name)
        )
    answer = call(server)
    assert answer.status_code == 200, answer.text
