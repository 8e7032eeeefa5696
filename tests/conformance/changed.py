"""Our sandbox with its answers changed on their way: faults that only the wire has."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

ACTED = b'{"data":{"type":"x","attributes":{"course_identifier":"%s","reason":"other"}}}'


@dataclass
class Answer:
    """One request and its answer, to be changed; `ask` makes another request of the app."""

    scope: Any
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    ask: Callable[[str, str, bytes], Awaitable[None]]


@dataclass
class Changed:
    """An ASGI app whose every answer goes through a function first."""

    app: Any
    change: Callable[[Answer], Awaitable[None]]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if not scope.get("path", "").startswith("/api/"):
            await self.app(scope, receive, send)
            return
        plain = [each for each in scope["headers"] if each[0] != b"accept-encoding"]
        scope = {**scope, "headers": plain}  # so that a change can read the body
        answer = Answer(scope, *await self._played(scope, receive), self._asking(scope))
        await self.change(answer)
        headers = [each for each in answer.headers if each[0] != b"content-length"]
        start = {"type": "http.response.start", "status": answer.status, "headers": headers}
        await send(start)
        await send({"type": "http.response.body", "body": answer.body})

    async def _played(self, scope: Any, receive: Any) -> tuple[int, Any, bytes]:
        told, body = {}, b""

        async def send(message: Any) -> None:
            nonlocal body
            told.update(message)
            body += message.get("body", b"")

        await self.app(scope, receive, send)
        return told["status"], list(told["headers"]), body

    def _asking(self, scope: Any) -> Callable[[str, str, bytes], Awaitable[None]]:
        async def ask(method: str, path: str, body: bytes) -> None:
            async def receive() -> Any:
                return {"type": "http.request", "body": body}

            known = [each for each in scope["headers"] if each[0] == b"authorization"]
            headers = [*known, (b"content-type", b"application/json")]
            raw = {"method": method, "path": path, "raw_path": path.encode(), "headers": headers}
            await self._played({**scope, **raw, "query_string": b""}, receive)

        return ask


async def refusal_withdraws(answer: Answer) -> None:
    """Whoever is asked about in vain is withdrawn."""
    if answer.status in (400, 422) and answer.scope["method"] == "PUT":
        path = answer.scope["path"].replace("/defer", "/withdraw")
        for course in (b"ecf-induction", b"ecf-mentor"):
            await answer.ask("PUT", path, ACTED % course)


async def error_says_nothing(answer: Answer) -> None:
    """A 422 has titles alone."""
    if answer.status == 422:
        told = json.loads(answer.body)
        for each in told["errors"]:
            each["detail"] = ""
        answer.body = json.dumps(told).encode()


async def answer_tells_token(answer: Answer) -> None:
    """A header repeats the token."""
    answer.headers += [
        (b"x-asked-by", each[1]) for each in answer.scope["headers"] if each[0] == b"authorization"
    ]


async def json_is_cut_short(answer: Answer) -> None:
    """The last byte is lost."""
    answer.body = answer.body[:-1]


NONSENSE = [[], 7, None, {"data": None}, {"data": [1, None]}, {"errors": [1]}, {"error": {}}]
SHAPELESS = {"id": {}, "attributes": {"updated_at": 7, "state": {}, "declaration_type": [1]}}
ROWS = [b"a,updated_at\n1,2,3\n", b"\0,\n", b"\xff\xfe"]


async def answer_nonsense(answer: Answer) -> None:
    """Whatever is asked, the answer has a shape of its own, and a type that is not its own."""
    number = sum(answer.scope["query_string"] + answer.body)
    answer.status = (200, 422, 400, 200)[number % 4]
    shapes = [json.dumps(each).encode() for each in (*NONSENSE, {"data": SHAPELESS})]
    answer.body = (shapes + ROWS)[number % (len(shapes) + len(ROWS))]
    kind = (b"text/csv", b"application/vnd.api+json")[number % 2]
    answer.headers = [(b"content-type", kind)]
