"""The image, as far as it can be shown without a container engine.

The lines of the Dockerfile are executed as they stand, with these words replaced: `/opt/` and
`/data` lie in a folder of the test's own instead of at the root, and port 8000 is a free one.
`python` and `pip` are those of the tests, where the image has its base's. The image's user is
taken where the tests are root's and their Python is one that everybody may use.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import pytest
import yaml

from tests.kit.dockerfile import Dockerfile

ROOT = Path(__file__).parents[1]
IMAGE = Dockerfile.read(ROOT / "Dockerfile")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
HADOLINT = Path(sys.executable).with_name("hadolint")
PATIENCE = 300
ADMIN = "only-for-this-test"
MAY_BE_ANOTHER = os.geteuid() == 0 and all(
    each.stat().st_mode & 0o001 for each in Path(sys.base_prefix).resolve().parents
)


class Prefix:
    """A folder that stands for an image's root, and the port that stands for its 8000."""

    def __init__(self, root: Path) -> None:
        self.root = root
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]

    def mapped(self, said: str) -> str:
        return re.sub(r"/(?=(?:opt|data)\b)", f"{self.root}/", said).replace("8000", str(self.port))

    def build(self, stage: str) -> None:
        """Do what a stage's COPY and RUN lines say, in order, where its WORKDIR is."""
        folder = self.root / "build"
        for each in IMAGE.of(stage, "COPY", "RUN"):
            folder.mkdir(exist_ok=True)
            if each.word == "COPY":
                copy(each.said.split(), folder)
                continue
            path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
            line = ["/bin/sh", "-c", self.mapped(each.said)]
            subprocess.run(
                line, cwd=folder, env=os.environ | {"PATH": path}, check=True, timeout=PATIENCE
            )

    def popen(self, stage, arguments, **env):
        """Start a process as the stage's user, with its variables and what `env` adds."""
        uid, gid = map(int, IMAGE.last(stage, "USER").said.split(":"))
        who = {"user": uid, "group": gid, "extra_groups": []} if MAY_BE_ANOTHER else {}
        said = {name: self.mapped(text) for name, text in IMAGE.environment(stage).items()}
        return subprocess.Popen(
            [self.mapped(each) for each in arguments],
            cwd=self.root,
            env={"PATH": os.defpath, "HOME": "/"} | said | env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            **who,
        )

    def run(self, stage, arguments, **env):
        """Run a process to its end; returns its exit code and all that it said."""
        with self.popen(stage, arguments, **env) as process:
            said, _ = process.communicate(timeout=PATIENCE)
        return process.returncode, said

    def served(self, **env):
        """Start what the image starts."""
        arguments = [*IMAGE.last("sandbox", "ENTRYPOINT").exec_form]
        return self.popen("sandbox", [*arguments, *IMAGE.last("sandbox", "CMD").exec_form], **env)

    def healthy(self) -> bool:
        code, _ = self.run("sandbox", IMAGE.last("sandbox", "HEALTHCHECK").exec_form)
        return code == 0

    def fetch(self, path: str, token: str | None = None):
        """Return the status of a GET, and its JSON where it is a 200."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        asked = Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with build_opener(ProxyHandler({})).open(asked, timeout=30) as answer:
                return answer.status, json.load(answer)
        except HTTPError as refused:
            return refused.code, None

    def files(self) -> set[Path]:
        """Return every file outside the volume."""
        kept = self.root / "data"
        return {path for path in self.root.rglob("*") if not path.is_relative_to(kept)}


def copy(said: list[str], folder: Path) -> None:
    *sources, goal = said
    for source in sources:
        target = folder / (source if goal.endswith("/") else goal)
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / source).is_dir():
            shutil.copytree(
                ROOT / source, target, ignore=shutil.ignore_patterns("__pycache__", "*.sqlite3*")
            )
        else:
            shutil.copy(ROOT / source, target)


@pytest.fixture(scope="module")
def prefix():
    """The image's prefix after its build stage, readable by whoever the image runs as."""
    with tempfile.TemporaryDirectory(prefix="ecf-sandbox-image-") as name:
        made = Prefix(Path(name).resolve())
        made.root.chmod(0o755)
        (made.root / "opt").mkdir()
        made.build("build")
        for each in IMAGE.of("sandbox", "COPY"):
            owner = re.search(r"--chown=(\d+):(\d+)", each.said)
            if owner and MAY_BE_ANOTHER:
                os.chown(made.mapped(each.said.split()[-1]), int(owner[1]), int(owner[2]))
        yield made


@pytest.fixture
def server(prefix):
    """The image's process, healthy by its own word; it is ended if a test did not."""
    with prefix.served(ECF_SANDBOX_ADMIN_TOKEN=ADMIN) as process:
        try:
            until = time.monotonic() + 60
            while not prefix.healthy():
                assert process.poll() is None, process.stdout.read()
                assert time.monotonic() < until, "not healthy within a minute"
            yield process
        finally:
            process.kill()


@pytest.mark.slow
@pytest.mark.timeout(PATIENCE)
def test_its_lines_make_a_server_that_is_healthy_guarded_and_ends_at_sigterm(prefix, server):
    before = prefix.files()
    status, answer = prefix.fetch("/api/v1/participants/ecf", "north-star-token")
    assert status == 200
    assert answer["data"]
    assert prefix.fetch("/sandbox/worlds")[0] == 401
    assert prefix.fetch("/sandbox/worlds", ADMIN)[0] == 200

    server.terminate()
    said, _ = server.communicate(timeout=30)
    assert server.returncode == 0, said
    assert not prefix.healthy()
    assert prefix.files() == before, "it wrote outside its volume"
    assert (prefix.root / "data" / "worlds" / "default").is_dir()


@pytest.mark.slow
@pytest.mark.timeout(PATIENCE)
def test_it_does_not_start_without_an_admin_token(prefix):
    with prefix.served() as process:
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "ECF_SANDBOX_ADMIN_TOKEN" in said


@pytest.mark.slow
@pytest.mark.timeout(PATIENCE)
def test_the_conformance_service_of_compose_runs_against_it(prefix, server):
    prefix.build("build-conformance")
    service = COMPOSE["services"]["conformance"]
    entry = IMAGE.last("conformance", "ENTRYPOINT").exec_form
    command = [each.replace("sandbox:", "127.0.0.1:") for each in service["command"]]
    only = ["--rule", "DECL-1", "--allow-skips"]  # all of it takes a minute
    env = dict.fromkeys(service["environment"], ADMIN)
    code, said = prefix.run("conformance", [*entry, *command, *only], **env)
    assert code == 0, said
    code, said = prefix.run("conformance", [*entry, *command, *only])
    assert code == 2, said


@pytest.mark.parametrize("stage", ["sandbox", "conformance"])
def test_a_final_stage_runs_nothing_as_root_and_starts_no_shell(stage):
    assert IMAGE.of(stage, "RUN") == []
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", IMAGE.last(stage, "USER").said)
    for word in ("ENTRYPOINT", "CMD"):
        assert IMAGE.last(stage, word).exec_form
    labels = " ".join(each.said for each in IMAGE.of(stage, "LABEL"))
    for name in ("title", "description", "licenses"):
        assert f'org.opencontainers.image.{name}="' in labels


def test_the_sandbox_is_what_a_build_without_a_target_makes():
    assert IMAGE.instructions[-1].stage == "sandbox"


def test_every_stage_stands_on_one_pinned_base():
    (base,) = IMAGE.of("", "ARG")
    assert re.fullmatch(r"BASE=python:3\.\d+\.\d+-slim-[a-z]+", base.said)
    stages = {each.stage for each in IMAGE.instructions if each.stage}
    grounds = {each.said.split()[0] for each in IMAGE.instructions if each.word == "FROM"}
    assert grounds <= stages | {"${BASE}"}


def test_requirements_are_installed_by_their_hashes_and_no_registry_is_named():
    installs = [each.said for each in IMAGE.instructions if "--requirement" in each.said]
    assert len(installs) == 2
    assert all("--require-hashes" in each and ":all:" in each for each in installs)
    assert "://" not in (ROOT / "Dockerfile").read_text().replace("http.client", "")


def test_what_is_copied_is_what_the_ignore_file_lets_through():
    first, *kept = re.findall(r"^[*!].*", (ROOT / ".dockerignore").read_text(), re.MULTILINE)
    sources = {
        source
        for each in IMAGE.instructions
        if each.word == "COPY" and "--from" not in each.said
        for source in each.said.split()[:-1]
    }
    assert first == "*"
    assert {each[1:] for each in kept if each.startswith("!")} == sources
    assert all((ROOT / source).exists() for source in sources)


def test_the_linter_passes_and_would_find_a_floating_tag(tmp_path):
    def linted(path: Path) -> int:
        line = [HADOLINT, "--failure-threshold", "style", path]
        return subprocess.run(line, check=False, stdout=subprocess.DEVNULL).returncode

    assert linted(ROOT / "Dockerfile") == 0
    text = (
        (ROOT / "Dockerfile").read_text().replace("FROM ${BASE} AS build", "FROM python AS build")
    )
    (tmp_path / "Dockerfile").write_text(text)
    assert linted(tmp_path / "Dockerfile") == 1


def test_compose_publishes_on_loopback_and_takes_the_token_from_the_environment():
    services = COMPOSE["services"]
    assert services["sandbox"]["ports"] == ["127.0.0.1:8000:8000"]
    assert "ports" not in services["conformance"]
    for name, service in services.items():
        assert service["build"]["target"] == name
        assert service["read_only"]
        (token,) = service["environment"].values()
        assert token.startswith("${ECF_SANDBOX_ADMIN_TOKEN:?")
    assert services["sandbox"]["volumes"] == ["worlds:/data"]
    assert services["conformance"]["depends_on"]["sandbox"]["condition"] == "service_healthy"
