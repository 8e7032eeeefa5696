"""Handlers of snapshots: taken, listed, downloaded, returned to, deleted."""

from ecf_sandbox.engine.clock import real_now
from ecf_sandbox.engine.domain.instants import wire
from ecf_sandbox.engine.http.control.replies import ControlError, invalid, nothing, ok
from ecf_sandbox.engine.http.control.requests import ControlRequest
from ecf_sandbox.engine.http.control.validation import SQLITE
from ecf_sandbox.engine.http.control.worlds import shown
from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply
from ecf_sandbox.engine.store import snapshots
from ecf_sandbox.engine.store.files import SLUG
from ecf_sandbox.engine.store.snapshots import NoSnapshot, Snapshot


def list_snapshots(request: ControlRequest) -> Reply:
    """List a world's snapshots, in order of name."""
    world = request.world
    found = (snapshots.find(world, name) for name in snapshots.names(world))
    return ok({"snapshots": [_shown(each) for each in found if each]})


def take_snapshot(request: ControlRequest) -> Reply:
    """Keep the world as it is now; a snapshot of the same name is replaced."""
    world, name = request.world, request.path["name"]
    if not SLUG.fullmatch(name):
        raise invalid("A snapshot's name is lower-case letters, digits and inner hyphens.")
    kept, most = snapshots.names(world), request.server.limits.snapshots
    if name not in kept and len(kept) >= most:
        raise ControlError("limit", f"A world keeps at most {most} snapshots: delete some first.")
    return ok(_shown(snapshots.take(world, name, real=real_now())))


def download_snapshot(request: ControlRequest) -> Reply:
    """Send a snapshot as a file."""
    name = f"{request.path['world']}.{request.path['name']}.sqlite3"
    return Reply(
        200,
        snapshots.use(request.world, request.path["name"], lambda found: found.path.open("rb")),
        media_type=SQLITE.encode(),
        headers=[(b"content-disposition", f'attachment; filename="{name}"'.encode())],
    )


def delete_snapshot(request: ControlRequest) -> Reply:
    """Delete a snapshot."""
    world, name = request.world, request.path["name"]
    if not snapshots.use(world, name, lambda found: snapshots.drop(world, found.name)):
        raise NoSnapshot(world, name)
    return nothing()


def restore_snapshot(request: ControlRequest) -> Reply:
    """Return a world to a snapshot, its clock included; tokens stay valid."""

    def restore(snapshot: Snapshot) -> None:
        clock = snapshot.clock(real=real_now())
        request.server.worlds.replace(request.world, snapshot.path, clock)

    snapshots.use(request.world, request.path["name"], restore)
    return ok(shown(request.world))


def _shown(snapshot: Snapshot) -> Json:
    return {
        "name": snapshot.name,
        "now": wire(snapshot.now),
        "taken_at": wire(snapshot.taken_at),
        "bytes": snapshot.size,
    }


HANDLERS = {
    "listSnapshots": list_snapshots,
    "takeSnapshot": take_snapshot,
    "downloadSnapshot": download_snapshot,
    "deleteSnapshot": delete_snapshot,
    "restoreSnapshot": restore_snapshot,
}
