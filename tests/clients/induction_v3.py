"""An induction of API v3 through the client that openapi-python-client makes; run beside it.

The generator sends objects in queries flat, so it cannot ask for `filter[...]`: what is listed
here is what changed last.
"""

import sys

from made import AuthenticatedClient
from made import models as said
from made.api.actions import change_participant_schedule, defer_participant, resume_participant
from made.api.declarations import create_declaration, get_declaration, void_declaration
from made.api.participants import get_participant, get_participants
from made.api.partnerships import create_partnership

SCHOOL = "5c000000-0000-4000-8000-000000000005"
DELIVERY_PARTNER = "de000000-0000-4000-8000-000000000001"
ECT = "ecf-induction"


def main(url):
    """Print what is seen at each step."""
    client = AuthenticatedClient(
        base_url=url, token="north-star-register-token", raise_on_unexpected_status=True
    )
    before = people(client)
    asked = {"cohort": "2026", "school_id": SCHOOL, "delivery_partner_id": DELIVERY_PARTNER}
    made = ask(create_partnership, client, "2026-11-25T09:00:00Z", said.PartnershipRequest, asked)
    appeared = people(client).keys() - before.keys()
    tell("partnership", made.attributes.cohort, len(appeared))
    who = next(id_ for id_ in appeared if people(client)[id_] == "ect")
    declared = declare(client, who)
    for day in ("2027-01-01", "2027-01-25"):
        tell("declaration", declaration(client, declared.id, day).state)
    answer = void_declaration.sync(declared.id, client=client, x_with_server_date="2027-02-01")
    tell("declaration", answer.data.attributes.state)
    tell("declaration", declaration(client, declared.id, "2027-04-25").state)
    act(client, who)
    seen = get_participant.sync(who, client=client, x_with_server_date="2027-02-06")
    tell("participant", seen.data.attributes.updated_at.strftime("%Y-%m-%dT%H:%M:%SZ"))


def declare(client, who):
    """Return a declaration of `started`, once it was told."""
    attributes = {
        "participant_id": str(who),
        "course_identifier": ECT,
        "declaration_type": "started",
        "declaration_date": "2026-11-20T09:00:00Z",
        "evidence_held": "other",
    }
    kind = said.EctDeclarationRequest
    made = ask(create_declaration, client, "2026-11-25T10:00:00Z", kind, attributes)
    statement = "with" if made.attributes.statement_id else "without"
    tell("declaration", made.attributes.state, statement, "statement")
    return made


def act(client, who):
    """Defer, resume and change schedule, a day after another."""
    rescheduled = {"schedule_identifier": "ecf-extended-september", "course_identifier": ECT}
    deferred = {"reason": "career-break", "course_identifier": ECT}
    kind = said.EctChangeScheduleRequest
    for action, day, request, attributes in (
        (defer_participant, "2027-02-02", said.DeferRequest, deferred),
        (resume_participant, "2027-02-03", said.ResumeRequest, {"course_identifier": ECT}),
        (change_participant_schedule, "2027-02-05", kind, rescheduled),
    ):
        (enrolment,) = ask(action, client, day, request, attributes, who).attributes.ecf_enrolments
        tell("participant", enrolment.training_status, enrolment.schedule_identifier)


def people(client):
    """Return the role of each participant who changed last, by id."""
    rows = get_participants.sync(client=client, sort="-updated_at").data
    return {each.id: each.attributes.ecf_enrolments[0].participant_type for each in rows}


def declaration(client, id_, day):
    """Return a declaration's attributes on a day."""
    return get_declaration.sync(id_, client=client, x_with_server_date=day).data.attributes


def ask(operation, client, now, kind, attributes, *ids):
    """Send attributes at a moment; return the record of the answer."""
    body = kind.from_dict({"data": {"attributes": attributes}})
    return operation.sync(*ids, client=client, body=body, x_with_server_date=now).data


def tell(*words):
    """Print words in a line."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
