"""`ecf-sandbox serve`: options in, a running server out."""

import fcntl
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import click

from ecf_sandbox.apis import APIS, all_apis
from ecf_sandbox.cli import banner
from ecf_sandbox.cli.choices import ANY_EDITION
from ecf_sandbox.cli.moments import MOMENT
from ecf_sandbox.cli.signals import ended_by_signals
from ecf_sandbox.engine.api import Api
from ecf_sandbox.engine.creation import WorldMismatch, WorldSpec, default_world
from ecf_sandbox.engine.domain.instants import Instant
from ecf_sandbox.engine.http import server
from ecf_sandbox.engine.store.temporary_folder import temporary_folder
from ecf_sandbox.engine.store.world import World
from ecf_sandbox.engine.store.worlds import DEFAULT, REGISTER, OtherVersion, Worlds

PORT = click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 takes a free one.",
)


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@PORT
@click.option(
    "--edition",
    type=ANY_EDITION,
    help="The API that the default world keeps: guidance and service are two readings of v1,"
    " register is v3, and then no second world is opened.  [default: guidance]",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**63 - 1),
    help="Seed of the people of both worlds.  [default: 1]",
)
@click.option(
    "--participants",
    type=click.IntRange(0, 1_000_000),
    help="Invented participants per provider, beside the personas.  [default: 250]",
)
@click.option(
    "--now",
    type=MOMENT,
    help="The default world's date.  [default: 2021-11-25T09:00:00Z; 2026-11-25T09:00:00Z with"
    " --edition register]",
)
@click.option("--frozen", is_flag=True, help="Stop both worlds' clocks at their dates.")
@click.option("--real-time", is_flag=True, help="Let both worlds keep real time.")
@click.option(
    "--register-now",
    type=MOMENT,
    help="The date of the world of API v3.  [default: 2026-11-25T09:00:00Z]",
)
@click.option("--no-register", is_flag=True, help="Open no world of API v3.")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="Folder to keep worlds in; without it they go when the server stops.",
)
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes that share the worlds.",
)
@click.option(
    "--admin-token",
    envvar="ECF_SANDBOX_ADMIN_TOKEN",
    help="Ask control calls for this token; required beyond loopback."
    "  [env: ECF_SANDBOX_ADMIN_TOKEN]",
)
@click.option("--quiet", is_flag=True, help="Write no line for each request.")
def command(
    host: str,
    port: int,
    data: Path | None,
    workers: int,
    admin_token: str | None,
    *,
    quiet: bool,
    **spec: Any,  # noqa: ANN401  # click's options, which WorldSpec names
) -> None:
    """Serve the API until Ctrl-C, SIGTERM or SIGHUP."""
    if spec["real_time"] and any(spec[each] for each in ("now", "register_now", "frozen")):
        raise click.UsageError(
            "--real-time cannot go with --now, --register-now or --frozen: choose one."
        )
    default, register = _specs(**spec)
    with listening(host, port) as listener:
        _check_reach(listener, admin_token)
        with folder_of(data) as folder:
            said = _open_worlds(folder, default, register, address_of(listener))
            settings = server.Settings(
                apis=all_apis, folder=folder, quiet=quiet, workers=workers, admin_token=admin_token
            )
            server.run(settings, listener, ready=lambda: click.echo(said))


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """Open the port before anything else, so that one in use is known at once."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise click.BadParameter(f"{host}: {error.strerror}.", param_hint="--host") from None
    with listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
        except OSError as error:
            raise click.UsageError(
                f"Cannot listen on {host}:{port}: {error.strerror}. Choose another --port."
            ) from None
        listener.listen()
        listener.set_inheritable(True)
        yield listener


@contextmanager
def folder_of(data: Path | None) -> Iterator[Path]:
    """Open the folder of worlds: the user's, or one that goes when the server stops."""
    if data is None:
        with ended_by_signals(), temporary_folder() as folder:
            yield folder
        return
    try:
        data.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=data).close()
    except OSError as error:
        raise click.BadParameter(
            f"cannot keep worlds in {data}: {error.strerror}.", param_hint="--data"
        ) from None
    with (data / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise click.BadParameter(
                f"another server keeps its worlds in {data}.", param_hint="--data"
            ) from None
        yield data.resolve()


def _specs(
    *,
    register_now: Instant | None,
    no_register: bool,
    participants: int | None,
    **both: Any,  # noqa: ANN401  # as in `command`
) -> tuple[WorldSpec, WorldSpec | None]:
    """Take from the options what is asked of `default`, and of the world of API v3 beside it.

    The latter is None where none is to be opened. Seed, pace and size are for both.
    """
    options = {} if participants is None else {"participants": participants}
    default = WorldSpec(options=options, **both)
    if default.edition == REGISTER and register_now is not None:
        raise click.UsageError(
            "--register-now cannot go with --edition register: name the date with --now."
        )
    if no_register and register_now is not None:
        raise click.UsageError("--register-now cannot go with --no-register: choose one.")
    if default.edition == REGISTER or no_register:
        return default, None
    shared = {**both, "edition": REGISTER, "now": register_now}
    return default, WorldSpec(options=options, **shared)


def _api_of(edition: str | None) -> Api:
    return APIS.first if edition is None else APIS.of_edition(edition)


def _open_worlds(folder: Path, default: WorldSpec, register: WorldSpec | None, address: str) -> str:
    """Open the worlds to serve, and return what to say of them."""
    world = _opened(folder, default)
    said = banner.of_default(address, world)
    is_register = world.edition == REGISTER  # a kept one may be, whatever is asked
    world.close()
    if register is not None and not is_register:
        world = _opened(folder, register, REGISTER)
        said += banner.of_register(address, world)
        world.close()
    return said


def _opened(folder: Path, spec: WorldSpec, world_id: str = DEFAULT) -> World:
    """Return a world that the server is to serve, kept or new; a mismatch is one line."""
    try:
        worlds = Worlds(folder, APIS.schema_of)
        kind = _api_of(spec.edition).worlds
        return default_world(worlds, kind, spec, fallback_folder=folder, world_id=world_id)
    except OtherVersion as other:
        raise click.BadParameter(
            f"{folder} holds a world of another version: {other}. Choose another folder, or "
            "delete it.",
            param_hint="--data",
        ) from None
    except WorldMismatch as mismatch:
        raise click.BadParameter(
            f"{folder} holds another world {world_id}: {mismatch}. Choose another folder, or "
            "ask for what it was made for.",
            param_hint="--data",
        ) from None


def _check_reach(listener: socket.socket, admin_token: str | None) -> None:
    """Refuse to let strangers drive the control API: beyond loopback it needs a token."""
    host = listener.getsockname()[0]
    if not admin_token and not ip_address(host).is_loopback:
        raise click.UsageError(
            f"{host} can be reached from outside: --admin-token (or ECF_SANDBOX_ADMIN_TOKEN) "
            "must guard the control API."
        )


def address_of(listener: socket.socket) -> str:
    """Return where a browser on this machine finds what listens."""
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}"
