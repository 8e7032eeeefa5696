"""What `ecf-sandbox serve` says when it is ready: address, dates, tokens, lines to paste."""

from collections.abc import Mapping
from contextlib import closing

from ecf_sandbox import __version__
from ecf_sandbox.apis import APIS
from ecf_sandbox.engine.clock import real_now
from ecf_sandbox.engine.domain.instants import wire
from ecf_sandbox.engine.store.world import World
from ecf_sandbox.engine.store.world_file import clock_of, connect

_TO_TRY: Mapping[str, str] = {
    "v1": "/api/v1/participants/ecf?page[per_page]=1",
    "v3": "/api/v3/schools?filter[cohort]=2026&page[per_page]=1",
}


def of_default(address: str, world: World) -> str:
    """Return what a newcomer needs first: address, date, tokens, and a line to paste."""
    file = world.file
    tokens = "\n".join(f"    {each.slug:<12} {each.token}" for each in file.providers)
    return (
        f"ecf-sandbox {__version__} is ready on {address}\n\n"
        f"  edition    {file.origin.edition}, seed {file.origin.seed}\n"
        f"  date       {_date(world)}\n"
        f"  browser    {address}/\n"
        f"  reference  {reference(address, _api_of(world))}\n"
        f"  tokens\n{tokens}\n\n"
        f"Try it:\n{_line_to_paste(address, world)}"
    )


def of_register(address: str, world: World) -> str:
    """Return the same of the world of API v3 beside it, shorter."""
    tokens = ", ".join(each.token for each in world.file.providers)
    return (
        "\nAPI v3, in a world of its own:\n"
        f"  date       {_date(world)}\n"
        f"  reference  {reference(address, _api_of(world))}\n"
        f"  tokens     {tokens}\n"
        f"{_line_to_paste(address, world)}"
    )


def reference(address: str, api: str) -> str:
    """Return where an API's calls are described, by the API's name."""
    return f"{address}/docs" if api == APIS.first.name else f"{address}/docs/{api}"


def _api_of(world: World) -> str:
    return APIS.of_edition(world.edition).name


def _date(world: World) -> str:
    with closing(connect(world.file.path)) as db:  # a session would import the world's API
        clock = clock_of(db)
    return f"{wire(clock.at(real_now()))}, {'ticking' if clock.ticking else 'frozen'}"


def _line_to_paste(address: str, world: World) -> str:
    asked = _TO_TRY[_api_of(world)]
    token = world.file.providers[0].token
    return f"  curl -g -H 'Authorization: Bearer {token}' '{address}{asked}'\n"
