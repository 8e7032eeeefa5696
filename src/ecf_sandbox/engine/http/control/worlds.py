"""Handlers of worlds: made, shown, reset, deleted."""

from contextlib import suppress

from ecf_sandbox.engine import creation
from ecf_sandbox.engine.clock import real_now
from ecf_sandbox.engine.domain.instants import wire
from ecf_sandbox.engine.http.control.context import ControlCall
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
    generation = world.generation
    origin = generation.origin
    return {
        "id": origin.id,
        "edition": origin.edition,
        "seed": origin.seed,
        "clock": {"now": wire(clock.at(real_now())), "ticking": clock.ticking},
        "providers": [
            {"id": each.slug, "name": each.name, "token": each.token}
            for each in generation.providers
        ],
        "participants": origin.participants,
        "personas": origin.personas,
    }


def list_worlds(call: ControlCall) -> Reply:
    """List every world; one that goes meanwhile is left out."""
    listed = []
    for world_id in call.hall.worlds.ids():
        world = call.hall.worlds.get(world_id)
        with suppress(Gone):
            listed += [shown(world)] if world else []
    return ok({"worlds": listed})


def create_world(call: ControlCall) -> Reply:
    """Make a world from a seed, from a snapshot on this server, or from a snapshot file."""
    wanted_id = call.body.get("id", call.query.get("id"))
    world_id = creation.new_id() if wanted_id is None else str(wanted_id)
    try:
        world = _made(call, world_id)
    except FileExistsError:
        raise conflict(f"There is a world {world_id} already: choose another id.") from None
    return ok(shown(world), status=201)


def get_world(call: ControlCall) -> Reply:
    """Show a world."""
    return ok(shown(call.world))


def delete_world(call: ControlCall) -> Reply:
    """Delete a world, file and all."""
    if not call.hall.worlds.remove(call.world.folder.name):
        raise not_found(f"world {call.path['world']}")
    return nothing()


def reset_world(call: ControlCall) -> Reply:
    """Make a world what it was when created (its clock too); tokens stay valid."""
    world = call.world
    creation.reset(call.hall.worlds, world)
    return ok(shown(call.world))


def _made(call: ControlCall, world_id: str) -> World:
    if call.upload is not None:
        try:
            return _from_snapshot(call, world_id, snapshots.checked(call.upload))
        except snapshots.Unusable as unusable:
            raise invalid(f"The file cannot be used: {unusable}.") from None
    if "from" in call.body:
        source = call.body["from"]
        found = snapshots.find(call.hall.world(source["world"]), source["snapshot"])
        if found is None:
            raise not_found(f"snapshot {source['snapshot']} of world {source['world']}")
        return _from_snapshot(call, world_id, found)
    return _from_seed(call, world_id)


def _from_snapshot(call: ControlCall, world_id: str, snapshot: Snapshot) -> World:
    call.hall.make_room(0)
    return creation.from_snapshot(call.hall.worlds, world_id, snapshot)


def _from_seed(call: ControlCall, world_id: str) -> World:
    said = call.body
    wish = creation.Wish(
        edition=EditionName(said.get("edition", EditionName.GUIDANCE)),
        seed=int(said.get("seed", creation.DEFAULT_SEED)),
        participants=int(said.get("participants", creation.DEFAULT_PARTICIPANTS)),
        personas=said.get("personas", True),
        now=call.moment(said["now"]) if "now" in said else None,
        frozen=not said.get("ticking", True),
    )
    call.hall.make_room(wish.participants * creation.PROVIDERS)
    return creation.new_world(call.hall.worlds, world_id, wish, spare=call.hall.spare)


HANDLERS = {
    "listWorlds": list_worlds,
    "createWorld": create_world,
    "getWorld": get_world,
    "deleteWorld": delete_world,
    "resetWorld": reset_world,
}
