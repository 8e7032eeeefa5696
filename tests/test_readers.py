"""openapi/v1.yaml as people read it: in Swagger UI and in Scalar, in a browser."""

import functools
import re
import shutil
import subprocess
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.kit import walks

DOCUMENT = Path(__file__).parents[1] / "openapi" / "v1.yaml"
SCALAR = "@scalar/api-reference@1.46.4"
PAGE = """<!doctype html><link rel="icon" href="data:,"><div id="app"></div>
<script src="standalone.js"></script>
<script>Scalar.createApiReference("#app", {url: "v1.yaml", withDefaultFonts: false})</script>
"""
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE = 120
TIMINGS = re.compile(r'CONSOLE:\d+\] "(@scalar/api-reference@[\d.]+|\w+: \d+ ms)"')

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(3 * PATIENCE),
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium on this machine"),
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


def test_swagger_ui_has_nothing_to_say(tmp_path):
    with walks.serving(tmp_path) as url:
        page, said = read(f"{url}/docs", tmp_path / "profile")
    assert page.count('class="opblock opblock-') == 18
    assert said == []


def test_scalar_has_nothing_to_say(tmp_path):
    command = ["npm", "pack", "--silent", SCALAR]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=PATIENCE)
    (packed,) = tmp_path.glob("*.tgz")
    with tarfile.open(packed) as archive:
        script = archive.extractfile("package/dist/browser/standalone.js").read()
    folder = tmp_path / "www"
    folder.mkdir()
    (folder / "standalone.js").write_bytes(script)
    (folder / "index.html").write_text(PAGE)
    shutil.copy(DOCUMENT, folder)
    with shown(folder) as url:
        page, said = read(url, tmp_path / "profile")
    assert "List participants" in page
    assert said == []
