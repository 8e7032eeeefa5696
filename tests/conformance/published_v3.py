"""A small document of API v3 in the shape in which the service publishes its own, slips and all.

Only what an overlay may have to put right is there: statuses, nulls, formats, evidence, queries.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Json = Any

API = "/api/v3"
_TEXT = {"type": "string"}
_UUID = {"type": "string", "format": "uuid"}
_MOMENT = {"type": "string", "format": "date-time"}
_DAY = {"type": "string", "format": "date"}
_COURSES = {"type": "string", "enum": ["ecf-induction", "ecf-mentor"]}
_LATER = ["retained-1", "retained-2", "retained-3", "retained-4", "extended-1"]
_SIMPLE = ["training-event-attended", "self-study-material-completed", "other"]
_ENGAGED = ["75-percent-engagement-met", "75-percent-engagement-met-reduced-induction"]
_SCHEDULES = ["ecf-standard-september", "ecf-standard-january", "ecf-extended-september"]


def published() -> Json:
    """Return the document."""
    return {
        "openapi": "3.0.1",
        "info": {"title": "Lead provider API", "version": "v3"},
        "security": [{"api_key": []}],
        "paths": {API + path: item for path, item in _paths().items()},
        "components": {
            "securitySchemes": {"api_key": {"type": "http", "scheme": "bearer"}},
            "schemas": _schemas(),
        },
    }


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _content(name: str) -> Json:
    return {"content": {"application/json": {"schema": _ref(name)}}}


def _operation(id_: str, answer: str, *statuses: str, **more: Json) -> Json:
    errors = {
        "400": "BadRequestResponse",
        "401": "UnauthorisedResponse",
        "404": "NotFoundResponse",
        "422": "UnprocessableContentResponse",
    }
    responses = {"200": {"description": "Done", **_content(answer)}}
    for status in ("401", *statuses):
        responses[status] = {"description": "Refused", **_content(errors[status])}
    return {"operationId": id_, "responses": responses, **more}


_ID = {"name": "id", "in": "path", "required": True, "schema": _ref("IDAttribute")}


def _query(name: str) -> Json:
    return {"name": name, "in": "query", "style": "deepObject"}


def _listing(id_: str, answer: str, filters: str, *, sorts: bool = True) -> Json:
    given = [
        {**_query("filter"), "schema": _ref(filters)},
        {**_query("page"), "schema": _ref("PaginationFilter")},
    ]
    if sorts:
        given.append({"name": "sort", "in": "query", "schema": _ref("SortingTimestamps")})
    return _operation(id_, answer, parameters=given)


def _sending(id_: str, answer: str, request: str, *statuses: str, **more: Json) -> Json:
    return _operation(id_, answer, "400", "422", *statuses, requestBody=_content(request), **more)


def _paths() -> dict[str, Json]:
    people, declared = "/participants", "/participant-declarations"
    acts = {
        f"{people}/{{id}}/{name}": {
            "put": _sending(name, "ParticipantResponse", request, "404", parameters=[_ID])
        }
        for name, request in (
            ("defer", "ParticipantDeferRequest"),
            ("resume", "ParticipantResumeRequest"),
            ("withdraw", "ParticipantWithdrawRequest"),
            ("change-schedule", "ParticipantChangeScheduleRequest"),
        )
    }
    partnerships = {
        "post": _sending("partner", "PartnershipResponse", "PartnershipCreateRequest"),
        "get": _listing("partnerships", "PartnershipsResponse", "PartnershipsFilter"),
    }
    change = _sending(
        "change", "PartnershipResponse", "PartnershipUpdateRequest", "404", parameters=[_ID]
    )
    school = [_ID, {**_query("filter"), "schema": _ref("SchoolFilter")}]
    void = _operation("void", "DeclarationResponse", "404", "422", parameters=[_ID])
    return {
        people: {"get": _listing("people", "ParticipantsResponse", "ParticipantsFilter")},
        f"{people}/transfers": {
            "get": _listing("moves", "ParticipantTransfersResponse", "ParticipantsTransfersFilter")
        },
        **acts,
        "/unfunded-mentors": {
            "get": _listing("mentors", "UnfundedMentorsResponse", "UnfundedMentorsFilter")
        },
        declared: {
            "post": _sending("declare", "DeclarationResponse", "DeclarationCreateRequest"),
            "get": _listing("listed", "DeclarationsResponse", "DeclarationsFilter", sorts=False),
        },
        f"{declared}/{{id}}/void": {"put": void},
        "/partnerships": partnerships,
        "/partnerships/{id}": {"put": change},
        "/schools": {"get": _listing("schools", "SchoolsResponse", "SchoolsFilter")},
        "/schools/{id}": {"get": _operation("school", "SchoolResponse", "404", parameters=school)},
        "/delivery-partners": {
            "get": _listing("partners", "PartnersResponse", "DeliveryPartnersFilter")
        },
        "/statements": {
            "get": _listing("statements", "StatementsResponse", "StatementsFilter", sorts=False)
        },
    }


def _object(required: Sequence[str] = (), **properties: Json) -> Json:
    found = {"type": "object", "properties": properties}
    return {**found, "required": list(required)} if required else found


def _array(items: Json) -> Json:
    return {"type": "array", "items": items}


def _record(**attributes: Json) -> Json:
    return _object(("id", "type"), id=_UUID, type=_TEXT, attributes=_object(**attributes))


def _schemas() -> dict[str, Json]:
    errors = _object(errors=_array(_object(title=_TEXT, detail=_TEXT)))
    return {
        "IDAttribute": _UUID,
        "UnauthorisedResponse": _object(error=_TEXT),
        **dict.fromkeys(
            ("NotFoundResponse", "BadRequestResponse", "UnprocessableContentResponse"), errors
        ),
        **_queries(),
        **_requests(),
        **_answers(),
    }


def _queries() -> dict[str, Json]:
    since, cohort = {"updated_since": _TEXT}, {"cohort": _TEXT}
    number = {"type": "integer"}
    statuses = {"type": "string", "enum": ["withdrawn", "deferred", "active"]}
    people = {"training_status": statuses, "from_participant_id": _UUID}
    partners = {"delivery_partner_id": _TEXT}
    return {
        "PaginationFilter": _object(page=number, per_page=number),
        "SortingTimestamps": {"type": "string", "enum": ["created_at", "-updated_at"]},
        "ParticipantsFilter": _object(**cohort, **since, **people),
        "ParticipantsTransfersFilter": _object(**since),
        "UnfundedMentorsFilter": _object(**since),
        "DeclarationsFilter": _object(**cohort, **since, **partners, participant_id=_TEXT),
        "PartnershipsFilter": _object(**cohort, **since, **partners),
        "SchoolsFilter": _object(("cohort",), **cohort, **since, urn=_TEXT),
        "SchoolFilter": _object(("cohort",), **cohort),
        "DeliveryPartnersFilter": _object(**cohort),
        "StatementsFilter": _object(**cohort, **since),
    }


def _request(kind: str, required: Sequence[str], **attributes: Json) -> Json:
    named = {"type": "string", "enum": [kind]}
    data = _object(("type", "attributes"), type=named, attributes=_object(required, **attributes))
    return _object(("data",), data=data)


def _requests() -> dict[str, Json]:
    who, reason = ("course_identifier",), ("reason", "course_identifier")
    course = {"course_identifier": _COURSES}
    deferral = {"type": "string", "enum": ["bereavement", "career-break", "other"]}
    withdrawal = {"type": "string", "enum": ["left-teaching-profession", "moved-school", "other"]}
    schedule = {"type": "string", "enum": _SCHEDULES}
    ids = ("cohort", "delivery_partner_id", "school_id")
    data = [
        _ref(f"Declaration{name}DataRequest")
        for name in ("Pre2025", "Post2024ECT", "Post2024Mentor")
    ]
    return {
        "ParticipantDeferRequest": _request("participant-defer", reason, reason=deferral, **course),
        "ParticipantWithdrawRequest": _request(
            "participant-withdraw", reason, reason=withdrawal, **course
        ),
        "ParticipantResumeRequest": _request("participant-resume", who, **course),
        "ParticipantChangeScheduleRequest": _request(
            "participant-change-schedule",
            ("schedule_identifier", *who),
            schedule_identifier=schedule,
            cohort=_TEXT,
            **course,
        ),
        "PartnershipCreateRequest": _request("partnership", ids, **dict.fromkeys(ids, _TEXT)),
        "PartnershipUpdateRequest": _request("partnership", ids[1:2], delivery_partner_id=_TEXT),
        "DeclarationCreateRequest": _object(("data",), data={"type": "object", "anyOf": data}),
        **_declarations(),
    }


_DECLARATIONS: Mapping[str, Mapping[str, tuple[list[str], list[str], list[str]]]] = {
    "Pre2025": {
        "Started": (["started"], _COURSES["enum"], []),
        "Retained": (_LATER, _COURSES["enum"], _SIMPLE),
    },
    "Post2024ECT": {
        "Started": (["started"], ["ecf-induction"], _SIMPLE),
        "Retained": (_LATER, ["ecf-induction"], [*_SIMPLE, *_ENGAGED]),
    },
    "Post2024Mentor": {
        "Started": (["started"], ["ecf-mentor"], _SIMPLE),
        "Completed": (["completed"], ["ecf-mentor"], _ENGAGED),
    },
}
"""By cohort and role, then by type: types, courses, evidence."""


def _declarations() -> dict[str, Json]:
    found: dict[str, Json] = {}
    for group, kinds in _DECLARATIONS.items():
        names = [f"Declaration{group}{kind}Attributes" for kind in kinds]
        attributes = {"type": "object", "anyOf": [_ref(name) for name in names]}
        named = {"type": "string", "enum": ["participant-declaration"]}
        found[f"Declaration{group}DataRequest"] = _object(type=named, attributes=attributes)
        for name, (types, courses, evidence) in zip(names, kinds.values(), strict=True):
            is_optional = not evidence or (group, types) == ("Post2024Mentor", ["started"])
            found[name] = _declaration(types, courses, evidence, is_optional=is_optional)
    return found


def _declaration(
    types: list[str], courses: list[str], held: list[str], *, is_optional: bool
) -> Json:
    said = {
        "participant_id": _UUID,
        "declaration_type": {"type": "string", "enum": types},
        "declaration_date": _MOMENT,
        "course_identifier": {"type": "string", "enum": courses},
    }
    required = list(said) + ([] if is_optional else ["evidence_held"])
    evidence = {"evidence_held": {"type": "string", "enum": held}} if held else {}
    return {**_object(required, **said, **evidence), "additionalProperties": False}


def _answers() -> dict[str, Json]:
    null = {"nullable": True}
    side = _object(("school_urn",), school_urn=_TEXT, provider=_TEXT, date=_DAY)
    enrolment = _object(
        training_record_id=_UUID, email=_TEXT, mentor_id={**_UUID, **null}, created_at=_MOMENT
    )
    transfer = _object(("leaving",), created_at=_DAY, leaving=side, joining={**side, **null})
    changed = {"type": "string", "format": "date_time"}
    person = _record(
        full_name=_TEXT,
        ecf_enrolments=_array(_ref("ParticipantECFEnrolment")),
        participant_id_changes=_array(_ref("ParticipantIDChange")),
    )
    records = {
        "Participant": person,
        "UnfundedMentor": _record(full_name=_TEXT, email=_TEXT, updated_at=_MOMENT),
        "ParticipantTransfer": _record(transfers=_array(_ref("ParticipantTransfersTransfer"))),
        "Declaration": _record(declaration_date=_MOMENT, statement_id={**_UUID, **null}),
        "Partnership": _record(cohort=_TEXT, school_id=_UUID),
        "School": _record(name=_TEXT, cohort=_TEXT),
        "Partner": _record(name=_TEXT, cohort={"type": "array", "items": {}}),
        "Statement": _record(month=_TEXT, paid={"type": "boolean"}),
    }
    found = {f"{name}Response": _object(("data",), data=_ref(name)) for name in records}
    lists = {f"{name}sResponse": _object(("data",), data=_array(_ref(name))) for name in records}
    return {
        "ParticipantECFEnrolment": enrolment,
        "ParticipantIDChange": _object(changed_at=changed, from_participant_id=_UUID),
        "ParticipantTransfersTransfer": transfer,
        **records,
        **found,
        **lists,
    }
