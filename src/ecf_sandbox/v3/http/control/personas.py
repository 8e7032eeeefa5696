"""The handler of personas: whom a test can rely on."""

from ecf_sandbox.engine.http.control.replies import ok
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.v3.http.control.context import reading_context
from ecf_sandbox.v3.seeding.personas import identities, persona_id, personas
from ecf_sandbox.v3.seeding.recipes import Recipe


def list_personas(request: ControlRequest) -> Reply:
    """List the personas that a world was made with, each with its situation.

    Who was merged into somebody else is not there any more.
    """
    if not request.world.file.origin.options["personas"]:
        return ok({"personas": []})
    listed = sorted(personas(), key=lambda each: each.number)
    with reading_context(request) as at:
        people = at.store.shown_histories([persona_id(each.number) for each in listed])
    there = {known for known, each in people.items() if each.person.merged_into is None}
    return ok({"personas": [_told(each) for each in listed if persona_id(each.number) in there]})


def _told(persona: Recipe) -> Json:
    identity = identities()[persona.number]
    return {
        "id": identity.id,
        "full_name": identity.full_name,
        "situation": persona.about,
    }


HANDLERS = {"listPersonas": list_personas}
