"""A start imports what it needs, and no more: the rest would make every start slower."""

import json
import subprocess
import sys

# Each would cost a start a twentieth or more.
LATER = ["yaml", "ecf_sandbox.cli.remote", "ecf_sandbox.engine.http.control.endpoint"]
LATER += ["ecf_sandbox.v1.http.control.operations", "ecf_sandbox.v1.service.registration"]
LATER += ["ecf_sandbox.v3.http.operations", "ecf_sandbox.v3.store.records"]

PROGRAM = f"""
import json, sys
from starlette.testclient import TestClient
from ecf_sandbox.cli import main
from ecf_sandbox.engine.http import server

def run(settings, listener, ready):
    with TestClient(server.build_app(settings), base_url="http://127.0.0.1:8000") as client:
        token = {{"Authorization": "Bearer north-star-token"}}
        status = client.get("/api/v1/participants", headers=token).status_code
    print(json.dumps([status, *(each for each in {LATER} if each in sys.modules)]))

server.run = run
main(["serve", "--quiet", "--port", "0", "--participants", "0"])
"""


def test_a_server_that_answers_v1_has_imported_nothing_else(cache, tmp_path):
    warm = {"XDG_CACHE_HOME": str(cache), "TMPDIR": str(tmp_path)}
    for _ in range(2):  # the first one may have to fill the cache
        ran = subprocess.run(
            [sys.executable, "-c", PROGRAM], env=warm, capture_output=True, text=True, check=True
        )
    assert json.loads(ran.stdout) == [200]
