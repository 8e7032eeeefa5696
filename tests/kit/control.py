"""The control API in process: what schools, the calendar and faults do."""

from typing import Any

import httpx2

from tests.kit.conformance import answers
from tests.kit.sandbox import Sandbox


class Control:
    """Calls the control API of a sandbox; each answer is held against the document.

    Paths go without `/sandbox`. The Host is 127.0.0.1:8000 unless a test sends another.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.http = sandbox.http

    def call(self, method: str, path: str, **request: Any) -> httpx2.Response:
        """Make a request; `json`, `content`, `headers` and `params` go through as they are."""
        response = self.http.request(method, f"/sandbox{path}", **request)
        answers("control").check(response)
        return response

    def get(self, path: str, **request: Any) -> httpx2.Response:
        return self.call("GET", path, **request)

    def put(self, path: str, json: Any, **request: Any) -> httpx2.Response:
        return self.call("PUT", path, json=json, **request)

    def post(self, path: str, json: Any = None, **request: Any) -> httpx2.Response:
        return self.call("POST", path, json=json, **request)

    def patch(self, path: str, json: Any, **request: Any) -> httpx2.Response:
        return self.call("PATCH", path, json=json, **request)

    def delete(self, path: str, **request: Any) -> httpx2.Response:
        return self.call("DELETE", path, **request)


def told(response: httpx2.Response, status: int = 200) -> Any:
    """Return the JSON of an answer, which must have this status."""
    assert response.status_code == status, f"{response.status_code}: {response.text}"
    return response.json()


def refused(response: httpx2.Response) -> tuple[int, str]:
    """Return the status and the code of a refusal."""
    assert response.status_code >= 400, f"{response.status_code}: {response.text}"
    return response.status_code, response.json()["error"]["code"]
