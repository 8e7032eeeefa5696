"""Few files to open, as macOS gives: more worlds than could be open at once are served."""

import resource
from concurrent.futures import ThreadPoolExecutor

import pytest

from ecf_sandbox.engine.store import file_limit
from tests.kit.served import serving

pytestmark = pytest.mark.timeout(180)

FEW = 256
MANY_WORLDS = 120
LIST = "/api/v1/participants/ecf.csv"


def limited(option):
    """Return a command that runs another one with few files to open."""
    return ("bash", "-c", f'ulimit {option} {FEW} && exec "$@"', "bash")


@pytest.mark.parametrize(
    ("workers", "option"),
    [
        pytest.param("1", "-n", id="for good"),
        pytest.param("1", "-Sn", id="until it is raised", marks=pytest.mark.slow),
        pytest.param("2", "-n", id="for good, two workers"),
        pytest.param("2", "-Sn", id="until it is raised, two workers", marks=pytest.mark.slow),
    ],
)
def test_many_worlds_are_served_with_few_files(cache, option, workers):
    arguments = ("--quiet", "--workers", workers)
    with serving(cache, *arguments, by=limited(option)) as server, server.client() as http:
        control = f"http://127.0.0.1:{server.port}/sandbox/worlds"
        http.event_hooks["response"].clear()
        tokens = []
        for _ in range(MANY_WORLDS):
            made = http.post(control, json={"participants": 0, "personas": False})
            assert made.status_code == 201, made.text
            tokens.append(made.json()["providers"][0]["token"])
        assert (
            len(http.get(control).json()["worlds"]) == MANY_WORLDS + 2
        )  # default and register too

        def asked(token):
            answer = http.get(
                f"http://127.0.0.1:{server.port}{LIST}",
                headers={"Authorization": f"Bearer {token}"},
            )
            return answer.status_code

        with ThreadPoolExecutor(30) as threads:
            statuses = set(threads.map(asked, tokens * 3))
        assert statuses == {200}


@pytest.mark.parametrize(
    ("limits", "raised"),
    [
        pytest.param((256, resource.RLIM_INFINITY), [8192], id="as high as it likes"),
        pytest.param((256, 1024), [1024], id="as high as is allowed"),
        pytest.param((256, 256), [], id="not at all"),
        pytest.param((20_000, 30_000), [], id="high enough"),
        pytest.param((resource.RLIM_INFINITY, resource.RLIM_INFINITY), [], id="no limit"),
    ],
)
def test_the_limit_is_raised_where_it_may_be(monkeypatch, limits, raised):
    asked = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: limits)
    monkeypatch.setattr(resource, "setrlimit", lambda _, wanted: asked.append(wanted[0]))
    file_limit.raise_file_limit()
    assert asked == raised


def test_a_limit_that_cannot_be_raised_stays(monkeypatch):
    def refuse(_, wanted):
        raise ValueError(wanted)

    monkeypatch.setattr(resource, "getrlimit", lambda _: (256, resource.RLIM_INFINITY))
    monkeypatch.setattr(resource, "setrlimit", refuse)
    file_limit.raise_file_limit()


@pytest.mark.parametrize(
    ("limit", "most"),
    [(256, 10), (1, 1), (100_000, 100), (resource.RLIM_INFINITY, 100)],
    ids=["few", "hardly any", "many", "no limit"],
)
def test_things_open_at_once_take_half_of_the_limit(monkeypatch, limit, most):
    monkeypatch.setattr(resource, "getrlimit", lambda _: (limit, limit))
    assert file_limit.most_open(files_each=12, at_most=100) == most
