"""The APIs' documents as people read them: in Swagger UI and in Scalar, in a browser."""

import functools
import re
import shutil
import subprocess
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.kit import walks
from tests.kit.published import operations

DOCUMENTS = Path(__file__).parents[1] / "openapi"
SCALAR = "@scalar/api-reference@1.76.0"
PAGE = """<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><div id="app"></div>
<script src="standalone.js"></script>
<script>
const settings = {url: "api.yaml", withDefaultFonts: false, defaultOpenAllTags: true}
Scalar.createApiReference("#app", settings)
</script>
"""
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE = 120
REFERENCES = {"v1": "/docs", "v3": "/docs/v3"}
TIMINGS = re.compile(r'CONSOLE:\d+\] "(@scalar/api-reference@[\d.]+|\w+: \d+ ms)"')

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(3 * PATIENCE),
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium on this machine"),
    pytest.mark.parametrize("api", REFERENCES),
]


def read(url: str, profile: Path) -> tuple[str, list[str]]:
    """Open a page; return what it became, and what was said on its console."""
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr"]
    command += [f"--user-data-dir={profile}", "--virtual-time-budget=20000", "--dump-dom", url]
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", check=True, timeout=PATIENCE
    )
    said = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    return done.stdout, [line for line in said if not TIMINGS.search(line)]


@contextmanager
def shown(folder: Path) -> Iterator[str]:
    """Serve a folder; yield its URL."""

    class Silent(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            """Say nothing."""

    with ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Silent, directory=folder)
    ) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def test_swagger_ui_has_nothing_to_say(tmp_path, api):
    with walks.serving(tmp_path) as url:
        page, said = read(f"{url}{REFERENCES[api]}", tmp_path / "profile")
    assert page.count('class="opblock opblock-') == len(list(operations(api)))
    assert said == []


@pytest.fixture(scope="module")
def scalar(tmp_path_factory):
    """Give the script of Scalar, pinned."""
    folder = tmp_path_factory.mktemp("scalar")
    command = ["npm", "pack", "--silent", SCALAR]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=PATIENCE)
    (packed,) = folder.glob("*.tgz")
    with tarfile.open(packed) as archive:
        return archive.extractfile("package/dist/browser/standalone.js").read()


def test_scalar_has_nothing_to_say(scalar, tmp_path, api):
    folder = tmp_path / "www"
    folder.mkdir()
    (folder / "standalone.js").write_bytes(scalar)
    (folder / "index.html").write_text(PAGE)
    shutil.copy(DOCUMENTS / f"{api}.yaml", folder / "api.yaml")
    with shown(folder) as url:
        page, said = read(url, tmp_path / "profile")
    assert [each for each in titles(api) if each not in page] == []
    assert said == []


def titles(api):
    """Return what each operation of a document is called."""
    return [escape(node["summary"], quote=False) for *_, node in operations(api)]
