"""The cases of throughput: which calls are sent, and what is wanted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from calls import DECLARATIONS, DEFAULT_TOKEN, PARTICIPANTS, Call, get
from client import connected
from figures import Wrong
from load import CONNECTIONS
from people import breaks, claims, count_declarations, make_world
from processes import Server
from run_settings import RunSettings

_MOST_POSTS_A_SECOND = 5_000
_FREE_PLACES_A_HEAD = 0.5
_GROUP = 400
_QUERIES = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Calls to send, in as many slices as there are rounds and a warm-up before them.

    `example` is a call of the same kind whose answer the floor repeats, `route` the path as
    the floor's route has it. `count` tells how many declarations exist, where each call
    makes one, `slowest` how many times its median the p99 of answers may be.
    """

    title: str
    example: Call
    calls: Sequence[Call]
    route: str
    connections: int = CONNECTIONS
    target: float | None = None
    slices: int = 1
    again: bool = True
    count: Callable[[], int] | None = None
    slowest: float | None = None

    def slice(self, number: int) -> tuple[int, int]:
        """Return how many calls are before a slice, and in it; after the last comes the first."""
        many = len(self.calls) // self.slices
        return number % self.slices * many, many


Preparing = Callable[[RunSettings, Server], Case]


def get_one(_: RunSettings, server: Server) -> Case:
    """Prepare: the same declaration again and again."""
    listed = _ask(server, f"{DECLARATIONS}?page%5Bper_page%5D=1")
    path = f"{DECLARATIONS}/{listed[0]['id']}"
    call = get(path, DEFAULT_TOKEN)
    return Case(title="GET one declaration", example=call, calls=[call], route=path, target=0.55)


def get_new(run: RunSettings, server: Server) -> Case:
    """Prepare: the same declaration, asked for with another query each time.

    By the time that a query comes again, its answer has long been forgotten.
    """
    once = get_one(run, server)
    calls = [replace(once.example, path=f"{once.route}?n={n}") for n in range(_QUERIES)]
    return replace(once, title="GET one, with a query never asked before", calls=calls, target=0.4)


def with_one_connection(prepare: Preparing) -> Preparing:
    """Return how to prepare a case for one connection, which is information."""

    def prepared(run: RunSettings, server: Server) -> Case:
        case = prepare(run, server)
        return replace(
            case,
            title=f"{case.title}, one connection",
            connections=1,
            target=None,
            slowest=None,
        )

    return prepared


def get_list(_: RunSettings, server: Server) -> Case:
    """Prepare: the first page of participants again and again."""
    if (found := len(_ask(server, PARTICIPANTS))) != 100:
        raise Wrong(f"the list has {found} participants, not 100")
    call = get(PARTICIPANTS, DEFAULT_TOKEN)
    title = "GET a list of 100 participants"
    return Case(title=title, example=call, calls=[call], route=PARTICIPANTS, target=0.6)


def post(run: RunSettings, server: Server) -> Case:
    """Prepare: declarations, each made once, in a world that has room for all."""
    wanted = _MOST_POSTS_A_SECOND * run.seconds * (run.rounds + 1)
    with connected(server.port) as connection:
        heads = int(wanted / _FREE_PLACES_A_HEAD / 4)
        world = make_world(connection, id="declaring", participants=heads, personas=False)
        example, *calls = claims(connection, world)

    def count() -> int:
        with connected(server.port) as connection:
            return count_declarations(connection, world)

    return Case(
        title="POST a new declaration",
        example=example,
        calls=calls,
        route=DECLARATIONS,
        target=0.2,
        slices=run.rounds + 1,
        again=False,
        count=count,
        slowest=4,
    )


def put(run: RunSettings, server: Server) -> Case:
    """Prepare: breaks for a group of people, then their ends; another group each round.

    Another, since the last calls of a round may or may not have been done.
    """
    slices = run.rounds + 1
    with connected(server.port) as connection:
        world = make_world(
            connection, id="breaks", participants=(slices + 1) * _GROUP // 3, personas=False
        )
        calls = breaks(connection, world, group=_GROUP)
    if len(calls) <= slices * 2 * _GROUP:
        raise Wrong("the world has too few people in training")
    return Case(
        title="PUT defer and resume in turn",
        example=calls[slices * 2 * _GROUP],
        calls=calls[: slices * 2 * _GROUP],
        route=f"{PARTICIPANTS}/{{id}}/{{verb}}",
        target=0.28,
        slices=slices,
    )


CASES: Mapping[str, Preparing] = {
    "get": get_one,
    "get-new": get_new,
    "list": get_list,
    "post": post,
    "put": put,
    "get-1": with_one_connection(get_one),
    "post-1": with_one_connection(post),
}


def _ask(server: Server, path: str) -> Sequence[Mapping[str, str]]:
    with connected(server.port) as connection:
        found: Sequence[Mapping[str, str]] = connection.ask(get(path, DEFAULT_TOKEN)).json["data"]
        return found
