"""Which API a world has, and what is said where its API lacks what is asked for."""

from collections.abc import Iterable

import click

from ecf_sandbox.cli.options import Session
from ecf_sandbox.cli.remote import place
from ecf_sandbox.v1.domain.editions import EditionName

V1, V3 = "v1", "v3"

_WRONG_COMMAND = 2


class OtherApi(click.ClickException):
    """A command or an option that worlds of another API have."""

    exit_code = _WRONG_COMMAND


def edition_of(session: Session, world: str) -> str:
    """Return the edition of a world."""
    return str(session.remote.get(place("worlds", world))["edition"])


def api_of(session: Session, world: str) -> str:
    """Return the name of a world's API."""
    return V1 if edition_of(session, world) in [*EditionName] else V3


def check_api(session: Session, world: str, wanted: str, what: str) -> None:
    """Raise OtherApi where a world does not have the API that `what` belongs to."""
    found = api_of(session, world)
    if found != wanted:
        raise OtherApi(
            f"{what} is for worlds of API {wanted}, and world {world} has API {found}: name another"
            " with --world (`ecf-sandbox world list` has them)."
        )


def check_options(
    session: Session, world: str, wanted: str, given: Iterable[tuple[str, object]]
) -> None:
    """Do the same for options by name; those that are not given belong to every API."""
    for name, value in given:
        if value is not None:
            check_api(session, world, wanted, name)
            return
