"""A world of one test, and what a test does with it."""

from collections.abc import Mapping
from contextlib import ExitStack
from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import cached_property
from subprocess import CalledProcessError
from typing import TYPE_CHECKING, Any

from ecf_sandbox.testing import clients
from ecf_sandbox.testing.engine import Engine
from ecf_sandbox.testing.entries import Entry, Json, entry
from ecf_sandbox.testing.errors import CannotStart, OtherApi, UnknownProvider
from ecf_sandbox.testing.moments import Moment, read, span
from ecf_sandbox.testing.organisations import Partnership, School, partnership, school
from ecf_sandbox.testing.people import Participant, participant
from ecf_sandbox.testing.settings import Settings

if TYPE_CHECKING:
    import httpx2

_IN_PROCESS = "http://in-process.invalid"  # nobody may listen there: only its transport answers
_PLAIN_HTTP = {"trust_env": False, "verify": False}  # making a TLS context takes 15 ms
_MOST_ENTRIES = 10_000


class Tokens(dict[str, str]):
    """Tokens by provider; an unknown one raises UnknownProvider, with the nearest names."""

    def __missing__(self, provider: str) -> str:
        __tracebackhide__ = True
        near = get_close_matches(str(provider), self, n=2, cutoff=0.5)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"There are {', '.join(self)}."
        raise UnknownProvider(f"There is no lead provider {provider!r}. {hint}")


class Sandbox:
    """A sandbox with a world of its own.

    `url` is where it is, `tokens` what its four lead providers say there. Without a socket,
    nobody listens at `url`, and only clients with its `transport` reach it.
    """

    def __init__(
        self, engine: Engine, settings: Settings, *, socket: bool, http_client: str = ""
    ) -> None:
        self.url = engine.url if socket else _IN_PROCESS
        self._engine, self._settings, self._socket = engine, settings, socket
        self._http_client = http_client
        made = _world(engine, settings)
        self.world: str = made["id"]
        self.tokens: Mapping[str, str] = Tokens(
            (each["id"], each["token"]) for each in made["providers"]
        )
        self._closing = ExitStack()
        self._closing.callback(engine.control, "DELETE", f"/worlds/{self.world}")
        self._keep_real_time()

    def __repr__(self) -> str:
        return f"<Sandbox {self.world} at {self.url}>"

    def client(self, provider: str = "north-star", **options: Any) -> "httpx2.Client":  # noqa: ANN401  # the library's
        """Return a client that speaks for a provider; its paths begin with `/api/v1` or `/api/v3`.

        It is of httpx2, or of httpx, whichever is installed; `options` go to it as they are.
        """
        __tracebackhide__ = True
        made = clients.sync_client(self._options(provider, options), self._http_client)
        self._closing.callback(made.close)
        return made

    def async_client(self, provider: str = "north-star", **options: Any) -> "httpx2.AsyncClient":  # noqa: ANN401  # the library's
        """Return the same for async code, which closes it: `async with`."""
        __tracebackhide__ = True
        return clients.async_client(self._options(provider, options), self._http_client)

    @cached_property
    def transport(self) -> Any:  # noqa: ANN401  # a transport of either library, sync and async
        """What reaches this sandbox without a socket, for clients that a test makes itself."""
        return clients.in_process(self._engine, self._http_client)

    @property
    def now(self) -> datetime:
        """What time it is in the world, aware and in UTC."""
        return read(self.control("GET", "/clock")["now"])

    def travel_to(self, moment: Moment, *, ticking: bool | None = None) -> None:
        """Put the world on a date, past or future; a date alone is its midnight.

        That is UTC's, and London's in a world of API v3.

        A clock goes on standing still or ticking as before unless `ticking` says otherwise.
        Raises UnreadableMoment for a moment without a time zone.
        """
        __tracebackhide__ = True
        if ticking is None:
            self.control("POST", "/clock/advance", {"to": self._settings.written(moment)})
        else:
            self.control(
                "PUT", "/clock", {"now": self._settings.written(moment), "ticking": ticking}
            )

    def advance(
        self,
        by: str | timedelta | None = None,
        *,
        to: str | None = None,
        schedule: str | None = None,
        cohort: str | int | None = None,
        participant: str | Participant | None = None,
    ) -> list[Json]:
        """Move the world by a span (`"P30D"` or a timedelta), or to the next landmark.

        `to` is `next-milestone-start`, `next-milestone-end` or `next-payment`, in API v1 of a
        `schedule`; in API v3 also `tomorrow`, `next-statement-deadline`, `next-cohort`,
        `next-training-start` or `next-training-end`, which may be a `participant`'s. Returns
        what the move passed, as the control API tells it.
        """
        __tracebackhide__ = True
        said = {
            "by": None if by is None else span(by),
            "to": to,
            "schedule": schedule,
            "cohort": None if cohort is None else str(cohort),
            "participant_id": getattr(participant, "id", participant),
        }
        asked = {name: value for name, value in said.items() if value is not None}
        passed: list[Json] = self.control("POST", "/clock/advance", asked)["passed"]
        return passed

    def participant(self, state: str = "an ECT ready to start", **params: str) -> Participant:
        """Build somebody new in a provider state; `params` are what the state takes."""
        __tracebackhide__ = True
        return participant(self._built(state, params))

    def school(self, state: str = "a school without partnership", **params: str) -> School:
        """Build a school in a provider state of API v3. Raises OtherApi."""
        __tracebackhide__ = True
        return school(self._built_of_v3(state, params))

    def partnership(self, state: str = "a school in partnership", **params: str) -> Partnership:
        """Build a partnership in a provider state of API v3. Raises OtherApi."""
        __tracebackhide__ = True
        return partnership(self._built_of_v3(state, params))

    def delivery_partner(self, state: str = "a delivery partner", **params: str) -> str:
        """Build a delivery partner in a provider state of API v3; returns its id.

        Raises OtherApi.
        """
        __tracebackhide__ = True
        built: str = self._built_of_v3(state, params)["delivery_partner_id"]
        return built

    @property
    def journal(self) -> list[Entry]:
        """What was asked with this world's tokens and what was answered, the latest last."""
        return self.latest(_MOST_ENTRIES)

    def latest(self, count: int) -> list[Entry]:
        """Return the end of the journal."""
        told = self.control("GET", "/journal", query=f"limit={count}")["entries"]
        return [entry(each) for each in reversed(told)]

    def fault(self, **fault: Any) -> None:  # noqa: ANN401  # JSON
        """Let requests fail from now on, beside the faults there are.

        Takes what the control API takes: `status`, `headers`, `body`, `delay_ms`, `drop`,
        `truncate_after`, for `method`, `path`, `provider`, so many `times`.
        """
        __tracebackhide__ = True
        if "provider" in fault:
            self.tokens[fault["provider"]]
        there = self.control("GET", "/faults")["faults"]
        self.control("PUT", "/faults", [*filter(None, map(_what_is_left, there)), fault])

    def clear_faults(self) -> None:
        """Let nothing fail any more."""
        self.control("DELETE", "/faults")

    def reset(self) -> None:
        """Make the world what it was when the test began; tokens stay valid."""
        self.control("POST", "/reset")
        self._keep_real_time()

    def control(self, method: str, path: str, body: Json = None, *, query: str = "") -> Json:
        """Make any call of the control API about this world, such as `GET /statements`.

        Returns its JSON, None for an empty answer. Raises Refused.
        """
        __tracebackhide__ = True
        return self._engine.control(method, f"/worlds/{self.world}{path}", body, query)

    def close(self) -> None:
        """Close the clients, and delete the world."""
        self._closing.close()

    def _built(self, state: str, params: Mapping[str, str]) -> Json:
        __tracebackhide__ = True
        if "provider" in params:
            self.tokens[params["provider"]]
        return self.control("POST", "/states", {"state": state, "params": params})

    def _built_of_v3(self, state: str, params: Mapping[str, str]) -> Json:
        __tracebackhide__ = True
        if not self._settings.is_register:
            raise OtherApi(
                "This world has API v1. Mark the test: @pytest.mark.ecf_sandbox(api='v3')."
            )
        return self._built(state, params)

    def _keep_real_time(self) -> None:
        if self._settings.real_time:
            self.control("DELETE", "/clock")

    def _options(self, provider: str, options: dict[str, Any]) -> dict[str, Any]:
        __tracebackhide__ = True
        token = {"Authorization": f"Bearer {self.tokens[provider]}"}
        reached = _PLAIN_HTTP if self._socket else {"transport": self.transport}
        headers = {**token, **options.pop("headers", {})}
        return {"base_url": self.url, **reached, "headers": headers, **options}


def _world(engine: Engine, settings: Settings) -> Json:
    try:
        return engine.control("POST", "/worlds", settings.said())
    except (OSError, CalledProcessError) as error:
        raise CannotStart(f"No world can be made: {error}.") from error


def _what_is_left(fault: Json) -> Json:
    """Return a fault as it can be set again: it strikes as often as it had still to; or None."""
    fault = dict(fault)
    hits = fault.pop("hits")
    if "times" in fault:
        fault["times"] -= hits
        return fault if fault["times"] > 0 else None
    return fault
