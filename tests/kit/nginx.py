"""nginx from Debian's packages before a server, configured as it comes."""

import getpass
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

DEBIANS = Path("/etc/nginx/nginx.conf")
_PATIENCE = 20
_BODIES = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@contextmanager
def before(upstream: str, folder: Path) -> Iterator[str]:
    """Start nginx before a server and yield its URL; its files are in `folder`."""
    port = _free_port()
    config = folder / "nginx.conf"
    config.write_text(_configured(folder, port, upstream))
    command = [program(), "-c", str(config), "-g", "daemon off;"]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            _wait(process, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=_PATIENCE)


def program() -> str:
    """Return the path of nginx; fails with what to do where there is none."""
    found = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    assert found and DEBIANS.is_file(), "nginx is needed. On Debian: apt-get install nginx-light"  # noqa: PT018  # one thing to do about either
    return found


def _configured(folder: Path, port: int, upstream: str) -> str:
    """Return Debian's own configuration with this folder's files, and one site."""
    site = f"server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass {upstream}; }} }}"
    temporary = " ".join(f"{each}_temp_path {folder / each};" for each in _BODIES)
    found = DEBIANS.read_text()
    for pattern, instead in (
        (r"^user .*;", f"user {getpass.getuser()};"),
        (r"^pid .*;", f"pid {folder / 'nginx.pid'};"),
        (r"error_log .*;", f"error_log {folder / 'error.log'};"),
        (r"access_log .*;", f"access_log {folder / 'access.log'};"),
        (r"include /etc/nginx/conf\.d/.*;", temporary),
        (r"include /etc/nginx/sites-enabled/.*;", site),
    ):
        found, times = re.subn(pattern, instead, found, flags=re.MULTILINE)
        assert times, f"{DEBIANS} has no line like {pattern}"
    return found


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port: int = server.getsockname()[1]
        return port


def _wait(process: "subprocess.Popen[str]", port: int) -> None:
    """Wait until it listens."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    process.kill()
    raise AssertionError(f"nginx does not listen: {process.communicate()[1]}")
