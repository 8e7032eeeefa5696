"""Our sandbox behind nginx as it comes: what nginx answers in its place differs, no more.

Takes nginx from Debian's packages: apt-get install nginx-light.
"""

from contextlib import ExitStack

import pytest

from ecf_conformance.apis import EDITIONS, api_of, scenarios
from ecf_conformance.document import Document
from ecf_conformance.run import BROKEN, DIFFERS, Exit, run
from ecf_conformance.scenario import Verdict
from ecf_conformance.session import Settings, opened
from tests.kit import nginx
from tests.kit.served import serving

LARGE = "bodies.a_large_body_is_too_large[over 1 MiB]"
SEEN = {LARGE, "answers.all"}


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    """Our server behind nginx, for all tests of this file."""
    cache, folder = tmp_path_factory.mktemp("cache"), tmp_path_factory.mktemp("nginx")
    with ExitStack() as open_:
        served = open_.enter_context(serving(cache, "--quiet", "--participants", "100"))
        yield open_.enter_context(nginx.before(f"http://127.0.0.1:{served.port}", folder))


def played(url, edition, *rules, **said):
    document = Document(api=api_of(edition).name)
    with opened(Settings(url=url, edition=edition, patience=60, **said)) as found:
        return run(found, scenarios(edition, rules), document=document, only=rules)


def told(result, verdict):
    found = [each for each in result.played if each.outcome.verdict is verdict]
    return {each.scenario.id: each.outcome.why for each in found}


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("edition", EDITIONS)
def test_our_sandbox_behind_nginx_is_kept_or_differs(url, edition):
    result = played(url, edition)
    assert told(result, Verdict.BROKEN) == told(result, Verdict.BLOCKED) == {}
    assert BROKEN not in {each.verdict for each in result.rules.values()}
    differing = told(result, Verdict.DIFFERS)
    assert differing.keys() == SEEN
    assert "<h1>413 Request Entity Too Large</h1>" in differing[LARGE]
    assert "text/html" in differing["answers.all"]
    rules = {id_ for id_, each in result.rules.items() if each.verdict == DIFFERS}
    assert rules == {"FMT-6", "FMT-7"}
    assert result.exit is Exit.KEPT


@pytest.mark.slow
def test_whoever_asks_with_a_token_there_is_told_the_same(url):
    tokens = {"token": "north-star-token", "other_token": "riverbank-token"}
    result = played(url, "guidance", "FMT", **tokens)
    assert told(result, Verdict.BROKEN) == {}
    assert told(result, Verdict.DIFFERS).keys() == SEEN
