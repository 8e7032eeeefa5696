"""A whole induction through the client that openapi-python-client makes; run beside it."""

import sys

from made import AuthenticatedClient
from made import models as said
from made.api.declarations import create_declaration, get_declaration

WHO = "00000000-0000-4000-8000-000000000101"
MILESTONES = {
    "started": "2021-11-25",
    "retained-1": "2021-12-10",
    "retained-2": "2022-02-10",
    "retained-3": "2022-05-10",
    "retained-4": "2022-10-10",
    "completed": "2023-02-10",
}
KINDS = {
    "started": said.StartedDeclarationRequest,
    "retained": said.RetainedDeclarationRequest,
    "completed": said.CompletedDeclarationRequest,
}


def main(url):
    """Declare every milestone on its day, then print each state once all is paid."""
    client = AuthenticatedClient(
        base_url=url, token="north-star-token", raise_on_unexpected_status=True
    )
    ids = [declared(client, *each) for each in MILESTONES.items()]
    for each in ids:
        answer = get_declaration.sync(each, client=client, x_with_server_date="2023-06-01")
        seen = answer.data.attributes
        sys.stdout.write(f"{seen.declaration_type} {seen.state}\n")


def declared(client, declaration_type, day):
    """Return the id of a declaration, made at noon of its day."""
    attributes = {
        "participant_id": WHO,
        "course_identifier": "ecf-induction",
        "declaration_type": declaration_type,
        "declaration_date": f"{day}T09:00:00Z",
        "evidence_held": "other",
    }
    kind = KINDS[declaration_type.partition("-")[0]]
    body = kind.from_dict({"data": {"type": "participant-declaration", "attributes": attributes}})
    answer = create_declaration.sync(
        client=client, body=body, x_with_server_date=f"{day}T12:00:00Z"
    )
    return answer.data.id


if __name__ == "__main__":
    main(sys.argv[1])
