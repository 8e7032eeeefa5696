"""Handlers of worlds: made, shown, reset, deleted."""

from contextlib import suppress

from ecf_sandbox.engine import creation
from ecf_sandbox.engine.clock import real_now
from ecf_sandbox.engine.domain.instants import wire
from ecf_sandbox.engine.http.control.context import ControlRequest
from ecf_sandbox.engine.http.control.replies import conflict, invalid, not_found, nothing, ok
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.engine.store import snapshots
from ecf_sandbox.engine.store.snapshots import Snapshot
from ecf_sandbox.engine.store.world import Gone, World
from ecf_sandbox.engine.store.world_file import read_clock
from ecf_sandbox.v1.domain.editions import EditionName


def shown(world: World) -> Json:
    """Return a world as the API writes it, tokens and all (AUTH-2)."""
    with world.reading(patient=True) as store:
        clock = read_clock(store)
    file = world.file
    origin = file.origin
    return {
        "id": origin.id,
        "edition": origin.edition,
        "seed": origin.seed,
        "clock": {"now": wire(clock.at(real_now())), "ticking": clock.ticking},
        "providers": [
            {"id": each.slug, "name": each.name, "token": each.token} for each in file.providers
        ],
        "participants": origin.participants,
        "personas": origin.personas,
    }


def list_worlds(call: ControlRequest) -> Reply:
    """List every world; one that goes meanwhile is left out."""
    listed = []
    for world_id in call.server.worlds.ids():
        world = call.server.worlds.get(world_id)
        with suppress(Gone):
            listed += [shown(world)] if world else []
    return ok({"worlds": listed})


def create_world(call: ControlRequest) -> Reply:
    """Make a world from a seed, from a snapshot on this server, or from a snapshot file."""
    wanted_id = call.body.get("id", call.query.get("id"))
    world_id = creation.new_id() if wanted_id is None else str(wanted_id)
    try:
        world = _made(call, world_id)
    except FileExistsError:
        raise conflict(f"There is a world {world_id} already: choose another id.") from None
    return ok(shown(world), status=201)


def get_world(call: ControlRequest) -> Reply:
    """Show a world."""
    return ok(shown(call.world))


def delete_world(call: ControlRequest) -> Reply:
    """Delete a world, file and all."""
    if not call.server.worlds.remove(call.world.folder.name):
        raise not_found(f"world {call.path['world']}")
    return nothing()


def reset_world(call: ControlRequest) -> Reply:
    """Make a world what it was when created (its clock too); tokens stay valid."""
    world = call.world
    creation.reset(call.server.worlds, world)
    return ok(shown(call.world))


def _made(call: ControlRequest, world_id: str) -> World:
    if call.upload is not None:
        try:
            return _from_snapshot(call, world_id, snapshots.checked(call.upload))
        except snapshots.InvalidSnapshot as unusable:
            raise invalid(f"The file cannot be used: {unusable}.") from None
    if "from" in call.body:
        source = call.body["from"]
        found = snapshots.find(call.server.world(source["world"]), source["snapshot"])
        if found is None:
            raise not_found(f"snapshot {source['snapshot']} of world {source['world']}")
        return _from_snapshot(call, world_id, found)
    return _from_seed(call, world_id)


def _from_snapshot(call: ControlRequest, world_id: str, snapshot: Snapshot) -> World:
    call.server.make_room(0)
    return creation.from_snapshot(call.server.worlds, world_id, snapshot)


def _from_seed(call: ControlRequest, world_id: str) -> World:
    said = call.body
    spec = creation.WorldSpec(
        edition=EditionName(said.get("edition", EditionName.GUIDANCE)),
        seed=int(said.get("seed", creation.DEFAULT_SEED)),
        participants=int(said.get("participants", creation.DEFAULT_PARTICIPANTS)),
        personas=said.get("personas", True),
        now=call.moment(said["now"]) if "now" in said else None,
        frozen=not said.get("ticking", True),
    )
    call.server.make_room(spec.participants * creation.PROVIDERS)
    return creation.new_world(
        call.server.worlds, world_id, spec, fallback_folder=call.server.fallback_folder
    )


HANDLERS = {
    "listWorlds": list_worlds,
    "createWorld": create_world,
    "getWorld": get_world,
    "deleteWorld": delete_world,
    "resetWorld": reset_world,
}
