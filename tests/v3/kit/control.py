"""The control API of a register world in process: what schools, department and calendar do."""

from tests.kit.conformance import answers


class Control:
    """Calls the control API about a server's one world; answers are held against the document.

    `on` is when a call happens, as `X-With-Server-Date`.
    """

    def __init__(self, server):
        self.http = server.http

    def call(self, method, path, json=None, *, on=None, **request):
        """Make a request; the path begins after the world's id."""
        headers = {"X-With-Server-Date": on} if on else {}
        sent = {"json": json} if json is not None else {}
        answer = self.http.request(
            method, f"/sandbox/worlds/default{path}", headers=headers, **sent, **request
        )
        answer.read()
        answers("control-v3").check(answer)
        return answer

    def get(self, path, **request):
        return told(self.call("GET", path, **request))

    def done(self, method, path, json=None, *, status=200, **request):
        """Make a request that works; return what it answers with."""
        return told(self.call(method, path, json, **request), status)

    def refused(self, method, path, json=None, *, status=409, **request):
        """Make a request that is refused; return the message."""
        error = told(self.call(method, path, json, **request), status)["error"]
        assert error["code"] == {400: "invalid_request", 404: "not_found", 409: "conflict"}[status]
        return error["message"]

    def advance(self, **said):
        """Move the clock; return what is told."""
        return self.done("POST", "/clock/advance", said)


def told(answer, status=200):
    """Return the JSON of an answer, which must have this status."""
    assert answer.status_code == status, f"{answer.status_code}: {answer.text}"
    return answer.json()
