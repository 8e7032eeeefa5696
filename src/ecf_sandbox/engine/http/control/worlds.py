"""Handlers of worlds: made, shown, reset, deleted."""

from contextlib import suppress
from functools import partial

from ecf_sandbox.engine import creation
from ecf_sandbox.engine.clock import real_now
from ecf_sandbox.engine.domain.instants import wire
from ecf_sandbox.engine.http.control.replies import conflict, invalid, not_found, nothing, ok
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.engine.store import snapshots
from ecf_sandbox.engine.store.epoch import Gone
from ecf_sandbox.engine.store.snapshots import Snapshot
from ecf_sandbox.engine.store.world import World
from ecf_sandbox.engine.store.world_file import read_clock


def shown(world: World) -> Json:
    """Return a world as the API writes it, tokens and all (AUTH-2)."""
    with world.reading(patient=True) as session:
        clock = read_clock(session)
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
        **origin.options,
    }


def list_worlds(request: ControlRequest) -> Reply:
    """List every world; one that goes meanwhile is left out."""
    listed = []
    for world_id in request.server.worlds.ids():
        world = request.server.worlds.get(world_id)
        with suppress(Gone):
            listed += [shown(world)] if world else []
    return ok({"worlds": listed})


def create_world(request: ControlRequest) -> Reply:
    """Make a world from a seed, from a snapshot on this server, or from a snapshot file."""
    wanted_id = request.body.get("id", request.query.get("id"))
    world_id = creation.new_id() if wanted_id is None else str(wanted_id)
    try:
        world = _made(request, world_id)
    except FileExistsError:
        raise conflict(f"There is a world {world_id} already: choose another id.") from None
    return ok(shown(world), status=201)


def get_world(request: ControlRequest) -> Reply:
    """Show a world."""
    return ok(shown(request.world))


def delete_world(request: ControlRequest) -> Reply:
    """Delete a world, file and all."""
    if not request.server.worlds.remove(request.world.folder.name):
        raise not_found(f"world {request.path['world']}")
    return nothing()


def reset_world(request: ControlRequest) -> Reply:
    """Make a world what it was when created (its clock too); tokens stay valid."""
    world = request.world
    creation.reset(request.server.worlds, world)
    return ok(shown(request.world))


def _made(request: ControlRequest, world_id: str) -> World:
    if request.upload is not None:
        try:
            kept = snapshots.checked(request.upload, request.server.worlds.schema_of)
            return _from_snapshot(request, world_id, kept)
        except snapshots.InvalidSnapshot as unusable:
            raise invalid(f"The file cannot be used: {unusable}.") from None
    if "from" in request.body:
        source = request.body["from"]
        world = request.server.world(source["world"])
        return snapshots.use(world, source["snapshot"], partial(_from_snapshot, request, world_id))
    return _from_seed(request, world_id)


def _from_snapshot(request: ControlRequest, world_id: str, snapshot: Snapshot) -> World:
    request.server.make_room(0)
    return creation.from_snapshot(request.server.worlds, world_id, snapshot)


def _from_seed(request: ControlRequest, world_id: str) -> World:
    said, server = request.body, request.server
    edition = said.get("edition", next(iter(server.world_kinds)))
    kind = server.world_kinds[edition]
    spec = creation.WorldSpec(
        edition=edition,
        seed=said.get("seed", creation.DEFAULT_SEED),
        options={name: said[name] for name in kind.options if name in said},
        now=request.moment(said["now"]) if "now" in said else None,
        frozen=not said.get("ticking", True),
    )
    server.make_room(kind.size({**kind.options, **spec.options}))
    return creation.new_world(
        server.worlds, world_id, kind, spec, fallback_folder=server.fallback_folder
    )


HANDLERS = {
    "listWorlds": list_worlds,
    "createWorld": create_world,
    "getWorld": get_world,
    "deleteWorld": delete_world,
    "resetWorld": reset_world,
}
