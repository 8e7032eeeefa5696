"""Handlers of snapshots: taken, listed, downloaded, returned to, deleted."""

from ecf_sandbox.engine.clock import real_now
from ecf_sandbox.engine.domain.instants import wire
from ecf_sandbox.engine.http.control.context import ControlRequest
from ecf_sandbox.engine.http.control.replies import ControlError, invalid, not_found, nothing, ok
from ecf_sandbox.engine.http.control.validation import SQLITE
from ecf_sandbox.engine.http.control.worlds import shown
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.engine.store import snapshots
from ecf_sandbox.engine.store.files import SLUG
from ecf_sandbox.engine.store.snapshots import Snapshot


def list_snapshots(call: ControlRequest) -> Reply:
    """List a world's snapshots, in order of name."""
    world = call.world
    found = (snapshots.find(world, name) for name in snapshots.names(world))
    return ok({"snapshots": [_shown(each) for each in found if each]})


def take_snapshot(call: ControlRequest) -> Reply:
    """Keep the world as it is now; a snapshot of the same name is replaced."""
    world, name = call.world, call.path["name"]
    if not SLUG.fullmatch(name):
        raise invalid("A snapshot's name is lower-case letters, digits and inner hyphens.")
    kept, most = snapshots.names(world), call.server.limits.snapshots
    if name not in kept and len(kept) >= most:
        raise ControlError("limit", f"A world keeps at most {most} snapshots: delete some first.")
    return ok(_shown(snapshots.take(world, name, real=real_now())))


def download_snapshot(call: ControlRequest) -> Reply:
    """Send a snapshot as a file."""
    snapshot = _named(call)
    name = f"{call.path['world']}.{snapshot.name}.sqlite3"
    disposition = f'attachment; filename="{name}"'.encode()
    return Reply(
        200,
        snapshot.path.open("rb"),
        media_type=SQLITE.encode(),
        headers=[(b"content-disposition", disposition)],
    )


def delete_snapshot(call: ControlRequest) -> Reply:
    """Delete a snapshot."""
    snapshot = _named(call)
    snapshots.drop(call.world, snapshot.name)
    return nothing()


def restore_snapshot(call: ControlRequest) -> Reply:
    """Return a world to a snapshot, its clock included; tokens stay valid."""
    snapshot = _named(call)
    clock = snapshot.clock(real=real_now())
    call.server.worlds.replace(call.world, snapshot.path, clock)
    return ok(shown(call.world))


def _named(call: ControlRequest) -> Snapshot:
    found = snapshots.find(call.world, call.path["name"])
    if found is None:
        raise not_found(f"snapshot {call.path['name']:.80} of world {call.path['world']}")
    return found


def _shown(snapshot: Snapshot) -> Json:
    return {
        "name": snapshot.name,
        "now": wire(snapshot.now),
        "taken_at": wire(snapshot.taken_at),
        "bytes": snapshot.path.stat().st_size,
    }


HANDLERS = {
    "listSnapshots": list_snapshots,
    "takeSnapshot": take_snapshot,
    "downloadSnapshot": download_snapshot,
    "deleteSnapshot": delete_snapshot,
    "restoreSnapshot": restore_snapshot,
}
