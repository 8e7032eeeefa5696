"""The control room's page and its files, as a browser and as curl ask for them."""

import gzip
import re

import pytest

from ecf_sandbox.engine.http.control.guard import Guard
from tests.kit.sandbox import app_of

BROWSER = {"Accept": "text/html,application/xhtml+xml"}
LINK = re.compile(r'(?:href|src)="(/room/static/[^"]+)"')


@pytest.fixture
def http(sandbox):
    sandbox.http.event_hooks["response"].clear()
    return sandbox.http


@pytest.fixture
def page(http):
    return http.get("/", headers=BROWSER)


def test_a_browser_gets_the_room_and_curl_is_told_where_things_are(http, page):
    assert page.headers["content-type"].startswith("text/html")
    told = http.get("/")
    assert told.headers["content-type"].startswith("text/plain")
    assert "http://127.0.0.1:8000/api/v1" in told.text
    assert "/docs/control" in told.text


@pytest.mark.parametrize(
    "path",
    ["/room", "/room/worlds/default/people", "/room/worlds/default/people/a.b", "/room/nowhere"],
)
def test_every_view_is_the_same_page(http, page, path):
    assert http.get(path, headers=BROWSER).text == page.text


def test_nothing_on_the_page_runs_but_its_own_files(page):
    policy = dict(
        each.strip().split(" ", 1) for each in page.headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert {policy[name] for name in ("script-src", "style-src", "connect-src")} == {"'self'"}
    assert (policy["frame-ancestors"], policy["base-uri"]) == ("'none'", "'none'")
    assert re.findall(r"<script(?![^>]* src=)|<style| style=| on\w+=", page.text) == []


def test_all_that_the_page_names_is_there_small_and_kept_for_good(http, page):
    sent = len(gzip.compress(page.content))
    links = set(LINK.findall(page.text))
    assert {each.rpartition("/")[2] for each in links} == {"bundle.js", "icon.svg", "styles.css"}
    for link in links:
        answer = http.get(link)
        assert answer.status_code == 200, link
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-encoding"] == "gzip"
        sent += int(answer.headers["content-length"])
    assert sent < 300_000


def test_the_script_asks_for_no_other(http, page):
    (script,) = re.findall(r'<script type="module" src="([^"]+)">', page.text)
    assert re.findall(r"""\b(?:from|import)\s*\(?\s*['"]""", http.get(script).text) == []


def test_what_every_view_begins_with_is_asked_for_ahead(http, page):
    (path,) = re.findall(r'<link rel="preload" href="([^"]+)" as="fetch"', page.text)
    assert http.get(path).json()["worlds"]


def test_a_file_that_the_browser_has_is_not_sent_again(http, page):
    link = LINK.findall(page.text)[0]
    tag = http.get(link).headers["etag"]
    assert http.get(link, headers={"If-None-Match": tag}).status_code == 304
    page_tag = {"If-None-Match": page.headers["etag"], **BROWSER}
    assert http.get("/", headers=page_tag).status_code == 304


def test_without_gzip_a_file_comes_as_it_is(http, page):
    link = LINK.findall(page.text)[0]
    plain = http.get(link, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == http.get(link).text


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/room/static/0000000000000000/bundle.js", id="another version's file"),
        pytest.param("/room/static/{digest}/nothing.js", id="no file"),
        pytest.param("/room/static/{digest}/../room.html", id="a file elsewhere"),
        pytest.param("/room/static/{digest}/main.js", id="a module of the script"),
        pytest.param("/room/static/{digest}/types.d.ts", id="types"),
        pytest.param("/room/static/{digest}/vendor/VERSIONS", id="no file of a page"),
    ],
)
def test_what_is_not_there_is_a_404(http, page, path):
    digest = LINK.findall(page.text)[0].split("/")[3]
    path = path.replace("{digest}", digest).replace("..", "%2e%2e")
    assert http.get(path).status_code == 404


def test_another_host_gets_nothing_and_a_link_elsewhere_may_be_followed(http):
    assert http.get("/", headers={**BROWSER, "Host": "evil.example"}).status_code == 403
    followed = {**BROWSER, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert http.get("/", headers=followed).status_code == 200


def test_with_an_admin_token_the_page_comes_and_says_that_one_is_wanted(sandbox, http):
    sandbox.http._transport.app = app_of(sandbox.worlds, guard=Guard("secret"))
    page = http.get("/", headers={**BROWSER, "Host": "sandbox.example"})
    assert page.status_code == 200
    assert "&quot;guarded&quot;: true" in page.text
    assert "preload" not in page.text
    assert "secret" not in page.text


@pytest.mark.parametrize("path", ["/", "/room", "/room/worlds/default"])
def test_only_reading_is_allowed(http, path):
    answer = http.post(path)
    assert (answer.status_code, "GET" in answer.headers["allow"]) == (405, True)
    assert http.head(path).content == b""
