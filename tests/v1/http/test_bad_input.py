"""Anything at all gets a documented answer, and what is refused leaves no trace (FMT-7).

Whether an answer is documented is asked of every answer, by the kit's client.
"""

import json
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit.sandbox import NOW, participant, titles
from tests.kit.traces import everything
from tests.kit.wire import UNKNOWN_ID, exchange

DECLARATIONS = "/participant-declarations"
JSON = {"Content-Type": "application/json"}
LATER = "2021-12-02T09:00:00Z"
FIELDS = [
    "participant_id",
    "course_identifier",
    "reason",
    "schedule_identifier",
    "cohort",
    "declaration_type",
    "declaration_date",
    "evidence_held",
]

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
odd_words = st.sampled_from(["\0", "null", "[]", "0", "-1", "é" * 300, "started\n", " other", NOW])
anything = st.recursive(
    scalars | odd_words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
claims = st.dictionaries(st.sampled_from(FIELDS), anything)
bodies = anything | st.fixed_dictionaries(
    {"data": anything | st.fixed_dictionaries({"attributes": anything | claims})}
)
writes = st.sampled_from(
    [("POST", DECLARATIONS)]
    + [
        ("PUT", f"{prefix}/{{}}/{action}")
        for prefix in ("/participants/ecf", "/participants")
        for action in ("defer", "resume", "withdraw", "change-schedule")
    ]
)
header_text = st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=60)


@pytest.fixture
def ect(sandbox):
    """Return the id of a participant who stays through every example of a property."""
    return sandbox.add().id


@pytest.fixture
def untouched(sandbox, ect):
    """Return all that is recorded before anybody sends anything odd."""
    return everything(sandbox)


@pytest.mark.rule("FMT-7")
@given(write=writes, body=bodies)
def test_a_body_of_any_shape_is_refused_and_leaves_no_trace(
    sandbox, north_star, ect, untouched, write, body
):
    method, path = write
    answer = north_star.call(method, path.format(ect), json=body)
    assert answer.status_code in (400, 422)
    assert everything(sandbox) == untouched


@pytest.mark.rule("FMT-7", "FMT-4")
@given(data=st.data())
def test_one_field_of_a_wrong_type_is_refused_by_its_name(
    sandbox, north_star, ect, untouched, data
):
    right = {
        "participant_id": ect,
        "declaration_type": "retained-1",
        "declaration_date": "2021-12-02T08:00:00Z",
        "course_identifier": "ecf-induction",
        "evidence_held": "other",
    }
    field = data.draw(st.sampled_from(sorted(right)), label="field")
    wrong = data.draw(anything.filter(lambda value: not acceptable(field, value)), label="value")
    answer = north_star.send("POST", DECLARATIONS, {**right, field: wrong}, now=LATER)
    assert field in titles(answer)
    assert everything(sandbox) == untouched


@pytest.mark.rule("FMT-7")
@pytest.mark.parametrize(
    ("action", "field", "wrong", "right"),
    [
        pytest.param("defer", "reason", ["career-break"], "career-break", id="reason in a list"),
        pytest.param("defer", "reason", {"career-break": 1}, "other", id="reason as a key"),
        pytest.param("defer", "reason", "Career-Break", "career-break", id="reason in capitals"),
        pytest.param("defer", "reason", True, "career-break", id="true for a reason"),
        pytest.param("withdraw", "reason", 1, "moved-school", id="a number for a reason"),
        pytest.param("change-schedule", "cohort", 2021.0, 2021, id="a cohort with a point"),
        pytest.param("change-schedule", "cohort", True, "2021", id="true for a cohort"),
        pytest.param("change-schedule", "cohort", [2021], 2021, id="a cohort in a list"),
        pytest.param("change-schedule", "cohort", 10**400, 2021, id="a cohort beyond numbers"),
        pytest.param("change-schedule", "cohort", "２０２１", "2021", id="full-width digits"),  # noqa: RUF001  # what this row is about
        pytest.param("change-schedule", "cohort", "2021\n", "2021", id="a line feed after it"),
    ],
)
def test_a_field_of_an_action_is_refused_beside_its_twin(
    sandbox, north_star, action, field, wrong, right
):
    ect, before = sandbox.add(), everything(sandbox)
    said = {"change-schedule": {"schedule_identifier": "ecf-standard-january"}}.get(action, {})
    refused = north_star.act(action, ect, **said, **{field: wrong})
    assert refused.status_code in (400, 422)
    assert refused.json()["errors"][0]["title"] in (field, "Bad request")
    assert everything(sandbox) == before
    assert north_star.act(action, ect, **said, **{field: right}).status_code == 200


@pytest.mark.rule("FMT-7")
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(None, id="null"),
        pytest.param(7, id="a number"),
        pytest.param(["ecf-standard-january"], id="an array"),
        pytest.param({}, id="an object"),
        pytest.param(False, id="false"),
        pytest.param("\0", id="NUL"),
        pytest.param("x" * 900_000, id="very long"),
    ],
)
def test_a_schedule_of_any_name_is_refused(sandbox, north_star, name):
    ect, said = sandbox.add(), {"schedule_identifier": name}
    attributes = {"course_identifier": "ecf-induction", **said}
    path = f"/participants/{ect.id}/change-schedule"
    answer = north_star.send("PUT", path, attributes)
    assert titles(answer) in (["schedule_identifier"], ["Invalid action"])
    assert len(answer.content) < 1_000
    attributes["schedule_identifier"] = "ecf-standard-january"
    assert north_star.send("PUT", path, attributes).status_code == 200


@pytest.mark.rule("FMT-7", "FMT-5")
@pytest.mark.parametrize("depth", [100, 255, 256, 1_000, 1_024, 1_025, 10_000, 490_000])
@pytest.mark.parametrize(
    ("opens", "closes"), [("[", "]"), ('{"a":', "}")], ids=["arrays", "objects"]
)
def test_a_body_of_any_depth_is_refused(north_star, depth, opens, closes):
    depth = min(depth, 990_000 // len(opens + closes))
    deep = opens * depth + (closes * depth if opens == "[" else "1" + closes * depth)
    for body in (deep, f'{{"data":{{"attributes":{{"reason":{deep}}}}}}}'[:999_999]):
        path = f"/participants/{UNKNOWN_ID}/defer"
        answer = north_star.call("PUT", path, content=body, headers=JSON)
        assert answer.status_code in (400, 422)


@pytest.mark.rule("FMT-7", "FMT-5")
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(rb'"\u0000"', id="NUL, escaped"),
        pytest.param(b'"\0"', id="NUL"),
        pytest.param(rb'"\ud800"', id="a lone high surrogate"),
        pytest.param(rb'"\udc00"', id="a lone low surrogate"),
        pytest.param(rb'"\udc00\ud800"', id="surrogates in the wrong order"),
        pytest.param(b'"\xed\xa0\x80"', id="a surrogate in UTF-8"),
        pytest.param(b'"\xc0\x80"', id="an overlong NUL"),
        pytest.param(b'"\xf4\x90\x80\x80"', id="beyond Unicode"),
        pytest.param(rb'"\uD83D\uDE00"', id="a pair that is right"),
        pytest.param('"\N{LINE SEPARATOR}"'.encode(), id="a line separator"),
        pytest.param(b'"\t"', id="a raw tab"),
        pytest.param(rb'"\x41"', id="an escape that is not"),
    ],
)
def test_text_of_any_kind_is_refused_in_every_field(sandbox, north_star, text):
    ect = sandbox.add()
    said = {**participant(ect), "reason": "other", "declaration_type": "retained-1"}
    said |= {"declaration_date": NOW, "schedule_identifier": "ecf-standard-july"}
    said |= {"evidence_held": "other", "cohort": "2021"}
    before = everything(sandbox)
    for field in FIELDS:
        record = json.dumps({"data": {"attributes": {**said, field: "?"}}}).encode()
        sent = {"content": record.replace(b'"?"', text), "headers": JSON}
        change = f"/participants/{ect.id}/change-schedule"
        for method, path in (("POST", DECLARATIONS), ("PUT", change)):
            assert north_star.call(method, path, **sent).status_code in (400, 422)
    assert everything(sandbox) == before


@pytest.mark.rule("FMT-7")
@given(
    method=st.sampled_from(["GET", "HEAD", "PUT", "POST", "DELETE"]),
    prefix=st.sampled_from(["/", "/participants/", "/participants/ecf/", f"{DECLARATIONS}/"]),
    text=st.text(max_size=60),
    safe=st.sampled_from(["", "/", "/.;"]),
)
def test_any_path_is_answered(north_star, method, prefix, text, safe):
    answer = north_star.call(method, prefix + quote(text, safe=safe))
    assert answer.status_code in (200, 400, 404, 405, 422)


@pytest.mark.rule("FMT-7")
@settings(max_examples=30)
@given(
    pairs=st.lists(
        st.tuples(
            st.sampled_from(["filter", "page", "filter[cohort]", "page[page]", "page[per_page]"])
            | st.sampled_from(["filter[updated_since]", "filter[participant_id]", "filter[", "]"])
            | st.text(max_size=10),
            st.sampled_from(["1", "2021", NOW, UNKNOWN_ID, "-0", "%", "%00", "%FF", "9" * 400])
            | st.text(max_size=20),
        ),
        max_size=4,
    )
)
def test_any_query_is_answered(north_star, ect, pairs):
    raw = "&".join(f"{key}={value}" for key, value in pairs)
    encoded = "&".join(f"{quote(key)}={quote(quote(value))}" for key, value in pairs)
    for path in ("/participants/ecf", "/participants.csv", DECLARATIONS, f"{DECLARATIONS}.csv"):
        for query in (encoded, quote(raw, safe="&=[]%+")):
            assert north_star.get(f"{path}?{query}").status_code in (200, 400)


@pytest.mark.rule("FMT-7")
@settings(max_examples=30)
@given(
    headers=st.dictionaries(
        st.sampled_from(
            [
                "Accept",
                "Accept-Encoding",
                "Content-Type",
                "Content-Encoding",
                "Cookie",
                "Host",
                "If-None-Match",
                "If-Match",
                "Range",
                "X-HTTP-Method-Override",
                "X-With-Server-Date",
            ]
        ),
        header_text.map(str.strip),
        max_size=4,
    )
)
def test_any_header_is_answered(sandbox, ect, headers):
    sent = {key.encode(): value.encode("latin-1") for key, value in headers.items()}
    sent[b"Authorization"] = b"Bearer north-star-token"
    for method, path in (("GET", f"/participants/ecf/{ect}"), ("HEAD", DECLARATIONS)):
        answer = sandbox.http.request(method, f"/api/v1{path}", headers=sent)
        assert answer.status_code in (200, 304, 400)
    body = b'{"data":{"attributes":{}}}'
    put = sandbox.http.put(f"/api/v1/participants/{ect}/defer", headers=sent, content=body)
    assert put.status_code in (400, 422)


@pytest.mark.rule("FMT-7")
@settings(max_examples=30)
@given(text=header_text.map(str.strip))
def test_any_authorization_is_answered(sandbox, text):
    for value in (
        text,
        f"Bearer {text}",
        f"Token {text}",
        f'Token token="{text}"',
        f"Bearer a.{text}.b",
    ):
        headers = {b"Authorization": value.encode("latin-1")}
        assert sandbox.http.get("/api/v1/participants", headers=headers).status_code == 401


@pytest.mark.rule("FMT-7")
def test_a_request_cut_off_half_way_gets_nothing_and_leaves_no_trace(sandbox, north_star):
    ect = sandbox.add()
    body = json.dumps({"data": {"attributes": {**participant(ect), "reason": "other"}}}).encode()
    headers = {"Authorization": "Bearer north-star-token", **JSON, "Content-Length": str(len(body))}
    path, before = f"/api/v1/participants/{ect.id}/defer", everything(sandbox)
    for sent in ([], [body[:9]], [body[:9], body[9:-1]], [body]):
        assert exchange(sandbox.app, "PUT", path, headers, sent, leaves=True) is None
    assert everything(sandbox) == before
    assert exchange(sandbox.app, "PUT", path, headers, [body[:9], body[9:]]).status == 200


@pytest.mark.rule("FMT-7")
def test_a_body_where_none_belongs_is_ignored(sandbox, north_star):
    ect = sandbox.add()
    for path in ("/participants", f"/participants/ecf/{ect.id}", f"{DECLARATIONS}.csv"):
        answer = north_star.call("GET", path, content=b"{" * 2_000_000, headers=JSON)
        assert answer.status_code == 200


def acceptable(field, value):
    """Whether a value drawn at random is right after all: only a date can be."""
    return field == "declaration_date" and value == NOW
