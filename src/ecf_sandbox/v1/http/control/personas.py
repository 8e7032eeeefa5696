"""The handler of personas: whom a test can rely on."""

from ecf_sandbox.engine.http.control.replies import ok
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.v1.seeding.personas import Persona, personas


def list_personas(request: ControlRequest) -> Reply:
    """List the personas that a world was made with, each with what it is good for."""
    if not request.world.file.origin.options["personas"]:
        return ok({"personas": []})
    return ok({"personas": [_told(each) for each in personas() if not each.state_only]})


def _told(persona: Persona) -> Json:
    return {
        "id": persona.id,
        "full_name": persona.new_person.full_name,
        "situation": persona.situation,
        "purpose": persona.purpose,
    }


HANDLERS = {"listPersonas": list_personas}
