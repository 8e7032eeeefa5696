"""The scenarios as tests of pytest."""

import pytest

from ecf_conformance.apis import entries

entries()  # pytester forgets what is imported first inside it, and nobody registers twice

pytest_plugins = ["pytester"]

CONFTEST = """
import pytest
from ecf_conformance.asgi import AsgiTransport
from tests.conformance.strangers import Stranger

@pytest.fixture(scope="session")
def ecf_transport():
    transport = AsgiTransport(Stranger(accepts=True))
    yield transport
    transport.close()
"""


@pytest.fixture
def run(pytester):
    """Run pytest on a stranger with a token."""
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(test_conformance="from ecf_conformance.suite import test_promise")
    plugin = ("-p", "ecf_conformance.pytest_plugin", "-p", "no:cacheprovider")

    def run(*arguments):
        token = ("--ecf-token", "s3cret-t0ken")
        return pytester.runpytest_inprocess(*plugin, *token, *arguments)

    return run


def test_a_broken_promise_fails_and_says_how_to_see_it(run):
    ran = run("-k", "VOID-3 and nothing_is_voided_twice")
    ran.assert_outcomes(failed=1, deselected=ran.parseoutcomes()["deselected"])
    ran.stdout.fnmatch_lines(["A second void is an invalid action.", "*expected 422*", "curl *"])
    assert "s3cret-t0ken" not in ran.stdout.str()


def test_what_cannot_be_shown_is_skipped(run):
    ran = run("-k", "LIM-1 and limits.a_limit_is_told", "-rs")
    assert ran.parseoutcomes()["skipped"] == 1
    ran.stdout.fnmatch_lines(["*the target lacks our control API*"])


def test_what_is_kept_passes(run):
    ran = run("-k", "PART-1 and attributes_are_of_their_types")
    assert ran.parseoutcomes()["passed"] == 1


def test_what_differs_is_skipped_with_the_reason(run):
    ran = run("-k", "TIME-2 and a_repeated_date_is_a_bad_request", "-rs")
    assert ran.parseoutcomes()["skipped"] == 1
    ran.stdout.fnmatch_lines(["*differs, our promise alone: GET *expected 400*"])


def test_what_differs_fails_where_that_is_strict(run):
    ran = run("--ecf-strict", "-k", "TIME-2 and a_repeated_date_is_a_bad_request")
    assert ran.parseoutcomes()["failed"] == 1
