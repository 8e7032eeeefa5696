"""Opens the target of a run: which API, which abilities, and whether it answers at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import httpx2

from ecf_conformance import proxies
from ecf_conformance.api import Api
from ecf_conformance.api_choice import answering, edition_of, is_open
from ecf_conformance.apis import api_of
from ecf_conformance.connection import Connection, Limited, Unreachable, bearer
from ecf_conformance.exchange import Exchange, Secrets
from ecf_conformance.participants import FirstOf, States
from ecf_conformance.sandbox import Sandbox, is_proxied
from ecf_conformance.target import (
    OTHER,
    OURS,
    Ability,
    CannotRun,
    CannotShow,
    Clock,
    HeaderClock,
    NoClock,
    Target,
    UrlClock,
)

PATIENCE = 15.0
PAYMENTS = ("look", "calendar", "none")
_NOTHING_TO_TEST = frozenset({403, 404, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the user says of a target. `clock` is header, none or a URL; `rate` is a second's.

    `patience` is the seconds that an answer may take. `payments` says whether the target pays by
    the calendar, or that one payment is to be looked at.
    """

    url: str
    token: str | None = None
    other_token: str | None = None
    edition: str = "guidance"
    states: str | None = None
    clock: str = "header"
    admin_token: str | None = None
    rate: float | None = None
    patience: float = PATIENCE
    payments: str = "look"

    @property
    def api(self) -> Api:
        """The API that the edition is of."""
        return api_of(self.edition)

    @property
    def addresses(self) -> dict[str, str]:
        """All addresses that are asked, by the names of their options."""
        clock = None if self.clock in {"header", "none"} else self.clock
        said = {"URL": self.url, "--states": self.states, "--clock": clock}
        return {name: url for name, url in said.items() if url}

    @property
    def is_shared(self) -> bool:
        """Whether the target's data are others' too, for all that is known: nobody makes states."""
        return self.token is not None and self.states is None and self.api.hosted_rate is not None

    @property
    def is_local(self) -> bool:
        """Whether the target is on this machine."""
        return proxies.is_local(self.url)

    @property
    def usual_rate(self) -> float | None:
        """Requests a second: as said, else what keeps the API's limit where there may be one."""
        return self.rate or (self.api.hosted_rate if self.is_shared and not self.is_local else None)

    @property
    def abilities(self) -> frozenset[Ability]:
        """What the target can be asked for, as far as that is said."""
        if self.token is None:
            return frozenset(Ability)
        said = {
            Ability.TIME: self.clock != "none",
            Ability.HEADER: self.clock == "header",
            Ability.OTHER: self.other_token is not None,
            Ability.STATES: self.states is not None,
            Ability.PAYMENTS: self.payments == "calendar",
        }
        return frozenset(ability for ability, there in said.items() if there)


def choose_edition(
    settings: Settings,
    api: str | None,
    edition: str | None,
    transport: httpx2.BaseTransport | None = None,
) -> Settings:
    """Return settings with the edition to judge by, found out where nobody says the API.

    Raises CannotRun.
    """
    found_out = None
    if settings.token and is_open(settings.url, api, edition):
        url = _checked(settings).url
        with _client(settings, transport) as http:
            connection = Connection(http, settings.usual_rate, settings.patience)
            try:
                found_out = answering(url, connection, settings.token)
            except Limited as limit:
                raise CannotRun(f"{url}: {limit}.") from None
            except Unreachable:
                pass  # opening the target says so
    return replace(settings, edition=edition_of(settings.url, api, edition, found_out))


@contextmanager
def opened(settings: Settings, transport: httpx2.BaseTransport | None = None) -> Iterator[Target]:
    """Open a target, and clean up at the end; raises CannotRun."""
    settings = _checked(settings)
    with _client(settings, transport) as http:
        connection = Connection(http, settings.usual_rate, settings.patience)
        try:
            with _recognised(settings, connection) as target:
                yield target
        except Unreachable as silence:
            raise CannotRun(f"{settings.url}: {silence}{proxies.hint(settings.url)}.") from None


def _checked(settings: Settings) -> Settings:
    """Return settings whose addresses can be used; raises CannotRun.

    A user name and a password in an address would be sent in place of the token, and shown
    in reports. The API's prefix is taken off.
    """
    for name, url in settings.addresses.items():
        _check_address(name, url)
    return replace(settings, url=settings.url.rstrip("/").removesuffix(settings.api.prefix))


def _check_address(name: str, url: str) -> None:
    no_address = CannotRun(f"{name} is no address: write it like http://127.0.0.1:8000.")
    try:
        parts = urlsplit(url)
    except ValueError:
        raise no_address from None
    if parts.username is not None or parts.password is not None:
        raise CannotRun(
            f"{name} has a user name or a password in it. Leave them out, and say who asks "
            "with --token."
        )
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise no_address


def _client(settings: Settings, transport: httpx2.BaseTransport | None) -> httpx2.Client:
    return proxies.client(
        settings.addresses.values(), patience=settings.patience, transport=transport
    )


@contextmanager
def _recognised(settings: Settings, connection: Connection) -> Iterator[Target]:
    url = settings.url.rstrip("/")
    sandbox = Sandbox(connection, settings.api, url, settings.admin_token)
    if settings.token is None and (health := sandbox.health()):
        with _our_own(settings, connection, sandbox, url) as target:
            yield replace(target, is_proxied=is_proxied(health))
        return
    if settings.token is None:
        raise CannotRun(f"{url} is not our sandbox: say who asks, with --token.")
    _check_answers(connection, f"{url}{settings.api.prefix}{settings.api.probe}", settings)
    clock = _clock(settings, connection)
    try:
        target = _foreign(settings, connection, url, clock)
        yield target.able(Ability.PAYMENTS) if _pays(settings, target) else target
    finally:
        if isinstance(clock, UrlClock):
            clock.release()


@contextmanager
def _our_own(
    settings: Settings, connection: Connection, sandbox: Sandbox, url: str
) -> Iterator[Target]:
    """Open a world of the run's own in our sandbox."""
    try:
        world = sandbox.make(settings.edition)
    except CannotShow as refused:
        raise CannotRun(f"{url} is our sandbox, but {refused} (--admin-token?).") from None
    try:
        people = sandbox.people(world, OURS)
        blank = Target(
            api=settings.api,
            url=url,
            connection=connection,
            edition=settings.edition,
            token="",
            other_token="",
            clock=HeaderClock(),
            abilities=frozenset(Ability),
            people=people,
            other_people=sandbox.people(world, OTHER),
            secrets=_secrets(settings),
            worlds=sandbox,
        )
        yield blank.in_world(world)
    finally:
        sandbox.remove(world)


def _foreign(settings: Settings, connection: Connection, url: str, clock: Clock) -> Target:
    assert settings.token, "a target that is not ours has a token"
    other = settings.other_token
    api = settings.api
    sources = [api.discovery(connection.ask, url, settings.token, other)]
    if settings.states:
        states = States(connection.ask, settings.states, _admin(settings), api.usual_schedule)
        sources.insert(0, states)
    return Target(
        api=api,
        url=url,
        connection=connection,
        edition=settings.edition,
        token=settings.token,
        other_token=other,
        clock=clock,
        abilities=settings.abilities - {Ability.PAYMENTS},
        people=FirstOf(*sources),
        other_people=api.discovery(connection.ask, url, other, settings.token) if other else None,
        secrets=_secrets(settings),
    )


def _pays(settings: Settings, target: Target) -> bool:
    """Return whether time alone pays there, as the user says or as one payment shows."""
    if settings.payments == "look":
        return Ability.TIME in target.abilities and settings.api.pays_by_calendar(target)
    return settings.payments == "calendar"


def _clock(settings: Settings, connection: Connection) -> Clock:
    if settings.clock == "header":
        return HeaderClock()
    if settings.clock == "none":
        return NoClock()
    return UrlClock(connection, settings.clock, _admin(settings))


def _admin(settings: Settings) -> dict[str, str]:
    token = settings.admin_token
    return bearer(token) if token else {}


def _secrets(settings: Settings) -> Secrets:
    named = {
        "$TOKEN": settings.token,
        "$OTHER_TOKEN": settings.other_token,
        "$ADMIN_TOKEN": settings.admin_token,
    }
    return Secrets((token, name) for name, token in named.items() if token)


def _check_answers(connection: Connection, url: str, settings: Settings) -> None:
    """Make sure that somebody who speaks JSON answers, before anything is judged."""
    assert settings.token, "a target that is not ours has a token"
    params = {"page[per_page]": "1"}
    answer = connection.ask("GET", url, bearer(settings.token), params=params)
    problem = _problem(answer)
    if problem:
        raise CannotRun(f"{settings.url}: {answer.method} {answer.path} {problem}.")


def _problem(answer: Exchange) -> str | None:
    if 300 <= answer.status < 400:
        where = answer.headers.get("location", "nowhere")
        return f"redirects to {where}: give the address itself"
    try:
        answer.json()
    except AssertionError as why:
        kind = answer.headers.get("content-type", "something without a type")
        if kind.partition(";")[0].strip().endswith("json"):
            return f"cannot be read: {str(why).partition('not JSON: ')[2]}"
        return f"answered {answer.status} with {kind}, not JSON"
    if answer.status == 401:
        return "answered 401: the token is not known there"
    if answer.status in _NOTHING_TO_TEST:
        return f"answered {answer.status}, so nothing can be tested there"
    return None
