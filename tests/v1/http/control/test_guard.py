"""Who may call the control API."""

import pytest

from ecf_sandbox.engine.http.control.guard import Guard
from tests.kit.control import Control, refused, told
from tests.kit.sandbox import app_of

SECRET = "s3cret-admin"


@pytest.fixture
def control(sandbox):
    return Control(sandbox)


@pytest.fixture
def guarded(sandbox):
    app = app_of(sandbox.worlds, guard=Guard(SECRET))
    sandbox.http._transport.app = app
    return Control(sandbox)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Host": "127.0.0.1:8000"}, 200, id="loopback"),
        pytest.param({"Host": "localhost:1234"}, 200, id="localhost"),
        pytest.param({"Host": "[::1]:8000"}, 200, id="loopback of IPv6"),
        pytest.param({"Host": "attacker.example"}, 403, id="rebound name"),
        pytest.param({"Host": "127.0.0.1.attacker.example"}, 403, id="name that begins well"),
        pytest.param({"Host": "[::1"}, 403, id="broken name"),
        pytest.param({"Host": "127.0.0.1", "Origin": "http://127.0.0.1"}, 200, id="own page"),
        pytest.param({"Host": "127.0.0.1", "Origin": "https://evil.example"}, 403, id="other page"),
        pytest.param({"Host": "127.0.0.1", "Origin": "null"}, 403, id="sandboxed page"),
        pytest.param(
            {"Host": "127.0.0.1:8000", "Origin": "http://127.0.0.1:9000"}, 403, id="other port"
        ),
    ],
)
def test_no_web_page_of_others_can_drive_it(control, headers, status):
    assert control.get("/worlds", headers=headers).status_code == status


def test_with_an_admin_token_nothing_else_opens_it(guarded):
    def bearing(text):
        return guarded.get("/worlds", headers={"Authorization": text})

    assert refused(guarded.get("/worlds")) == (401, "unauthorized")
    assert refused(bearing(SECRET)) == (401, "unauthorized")
    assert refused(bearing(f"Bearer {SECRET}x")) == (401, "unauthorized")
    assert refused(bearing("Bearer north-star-token")) == (401, "unauthorized")
    assert told(bearing(f"Bearer {SECRET}"))["worlds"]
    assert guarded.get("/health").status_code == 200


def test_with_an_admin_token_any_host_will_do(guarded):
    headers = {"Authorization": f"Bearer {SECRET}", "Host": "sandbox.example"}
    assert guarded.get("/worlds", headers=headers).status_code == 200


def test_the_admin_token_is_no_token_of_a_provider(guarded):
    headers = {"Authorization": f"Bearer {SECRET}"}
    assert guarded.http.get("/api/v1/participants", headers=headers).status_code == 401


def test_the_guard_comes_before_the_body_is_read(guarded):
    answer = guarded.call(
        "POST", "/worlds", content=b"{", headers={"Content-Type": "application/json"}
    )
    assert refused(answer) == (401, "unauthorized")
