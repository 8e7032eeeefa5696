"""What lists hold, in which order, and what narrows them down."""

import pytest

HERE = "2026-11-25T09:00:00Z"
SORTED = (
    "/participants",
    "/participants/transfers",
    "/partnerships",
    "/schools?filter[cohort]=2026",
    "/delivery-partners",
)
CREATED = ("/participant-declarations", "/partnerships", "/schools?filter[cohort]=2026")


def persona(number):
    return f"00000000-0000-4000-8000-{number:012}"


def listed(server, path, **query):
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    url = f"{path}{'&' if '?' in path else '?'}page[per_page]=3000{asked and '&' + asked}"
    answer = server.call("GET", url)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def ids(records):
    return [each["id"] for each in records]


def narrowed(server, path, **filters):
    return listed(server, path, **{f"filter[{name}]": value for name, value in filters.items()})


@pytest.mark.rule("V3-LIST-4")
def test_declarations_are_narrowed_by_cohort_person_partner_and_change(server):
    path = "/participant-declarations"
    every = listed(server, path)
    one = narrowed(server, path, participant_id=persona(3402))
    assert ids(one) == ["dec00001-0000-4000-8000-000000003402"]
    two = narrowed(server, path, participant_id=f"{persona(3402)},{persona(3403)}")
    assert len(two) == 2
    assert narrowed(server, path, participant_id=f" {persona(3402)}") == []
    assert len(narrowed(server, path, participant_id="")) == len(every)
    of_2025 = narrowed(server, path, cohort=2025)
    assert persona(3402) in {each["attributes"]["participant_id"] for each in of_2025}
    assert persona(3401) not in {each["attributes"]["participant_id"] for each in of_2025}
    by_partner = narrowed(server, path, delivery_partner_id="de000000-0000-4000-8000-000000000001")
    assert persona(3402) in {each["attributes"]["participant_id"] for each in by_partner}
    others = "de000000-0000-4000-8000-000000000010"
    assert narrowed(server, path, delivery_partner_id=others) == []
    newest = max(each["attributes"]["updated_at"] for each in every)
    since = narrowed(server, path, updated_since=newest)
    assert since
    assert {each["attributes"]["updated_at"] for each in since} == {newest}


@pytest.mark.rule("V3-LIST-4")
def test_declarations_are_not_sorted_as_asked(server):
    plain = listed(server, "/participant-declarations")
    assert ids(listed(server, "/participant-declarations", sort="-created_at")) == ids(plain)


@pytest.mark.rule("V3-LIST-5")
def test_partnerships_are_narrowed_by_cohort_partner_and_change(server):
    path = "/partnerships"
    every = listed(server, path)
    of_2026 = narrowed(server, path, cohort=2026)
    assert {each["attributes"]["cohort"] for each in of_2026} == {"2026"}
    assert 0 < len(of_2026) < len(every)
    partner = "de000000-0000-4000-8000-000000000002"
    found = narrowed(server, path, delivery_partner_id=partner)
    assert {each["attributes"]["delivery_partner_id"] for each in found} == {partner}
    said = {"delivery_partner_id": "de000000-0000-4000-8000-000000000003"}
    changed = "ba000000-0000-4000-8000-012026000101"
    assert server.send("PUT", f"{path}/{changed}", said).status_code == 200
    assert ids(narrowed(server, path, updated_since=HERE)) == [changed]


@pytest.mark.rule("V3-LIST-5")
def test_partnerships_of_others_are_not_listed(server):
    mine = ids(listed(server, "/partnerships"))
    answer = server.call("GET", "/partnerships?page[per_page]=3000", token="riverbank-token")
    theirs = ids(answer.json()["data"])
    assert mine
    assert theirs
    assert not {*mine} & {*theirs}
    answer = server.call("GET", f"/partnerships/{mine[0]}", token="riverbank-token")
    assert answer.status_code == 404


def created(each):
    return each["attributes"]["created_at"], each["id"]


@pytest.mark.rule("V3-LIST-6")
@pytest.mark.parametrize("path", CREATED)
def test_lists_stand_by_creation_and_id(server, path):
    found = listed(server, path)
    assert len(found) > 2
    assert ids(found) == ids(sorted(found, key=created))
    since = ids(narrowed(server, path, updated_since="2021-01-01T00:00:00Z"))
    assert since == ids(found)


@pytest.mark.rule("V3-LIST-6", "V3-FMT-9")
@pytest.mark.parametrize("path", SORTED)
def test_lists_are_sorted_by_change_both_ways(server, path):
    shows = "/participants" if path == "/participants/transfers" else path  # the person's counts
    changed = {each["id"]: each["attributes"]["updated_at"] for each in listed(server, shows)}
    found = ids(listed(server, path))
    assert len(found) > 2
    for sort, turned in (("updated_at", False), ("-updated_at", True)):
        stamps = [changed[id_] for id_ in ids(listed(server, path, sort=sort))]
        assert stamps == sorted((changed[id_] for id_ in found), reverse=turned)
    assert ids(listed(server, path, sort="name,x desc,--updated_at")) == found


@pytest.mark.rule("V3-LIST-6")
def test_created_at_sorts_and_the_second_entry_settles_ties(server):
    found = listed(server, "/partnerships")
    two = ids(listed(server, "/partnerships", sort="-created_at,-updated_at"))
    keys = {each["id"]: (*created(each)[:1], each["attributes"]["updated_at"]) for each in found}
    assert [keys[id_] for id_ in two] == sorted(keys.values(), reverse=True)


@pytest.mark.rule("V3-LIST-7")
@pytest.mark.parametrize("path", [*SORTED, "/participant-declarations", "/statements"])
@pytest.mark.parametrize("sort", ["", "-updated_at"])
def test_pages_neither_repeat_nor_skip(server, path, sort):
    whole, joined, number = ids(listed(server, path, sort=sort)), [], 0
    join = "&" if "?" in path else "?"
    while True:
        number += 1
        page = server.call(
            "GET", f"{path}{join}page[page]={number}&page[per_page]=2&sort={sort}"
        ).json()["data"]
        if not page:
            break
        joined += ids(page)
    assert joined == whole
    assert number > 2


@pytest.mark.rule("V3-LIST-7")
def test_what_is_added_between_pages_makes_none_skip(server):
    first = server.call("GET", "/partnerships?page[per_page]=4").json()["data"]
    before = ids(listed(server, "/partnerships"))
    said = {
        "cohort": 2026,
        "school_id": "5c000000-0000-4000-8000-000000000003",
        "delivery_partner_id": "de000000-0000-4000-8000-000000000001",
    }
    made = server.send("POST", "/partnerships", said).json()["data"]["id"]
    second = server.call("GET", "/partnerships?page[per_page]=4&page[page]=2").json()["data"]
    assert ids(first) + ids(second) == before[:8]
    assert ids(listed(server, "/partnerships"))[-1] == made


@pytest.mark.rule("V3-STATEMENT-3")
def test_statements_stand_by_payment_date_and_then_cohort(server):
    found = listed(server, "/statements")
    keys = [
        (each["attributes"]["payment_date"], each["attributes"]["cohort"], each["id"])
        for each in found
    ]
    assert keys == sorted(keys)
    assert ids(listed(server, "/statements", sort="-updated_at")) == ids(found)
    assert {each["attributes"]["month"] for each in found} == {
        *("January", "April", "August", "November")
    }


@pytest.mark.rule("V3-STATEMENT-3")
def test_statements_are_narrowed_by_cohort_and_change(server):
    found = narrowed(server, "/statements", cohort="2025,2026")
    assert {each["attributes"]["cohort"] for each in found} == {"2025", "2026"}
    paid_today = narrowed(server, "/statements", updated_since="2026-11-25T00:00:00Z")
    assert paid_today
    assert {each["attributes"]["payment_date"] for each in paid_today} == {"2026-11-25"}
    assert narrowed(server, "/statements", updated_since="2026-11-25T00:00:01Z") == []


@pytest.mark.rule("V3-DELIVERY-1")
def test_delivery_partners_are_those_linked_in_some_year(server):
    found = {
        each["id"][-2:]: each["attributes"]["cohort"]
        for each in listed(server, "/delivery-partners")
    }
    every = ["2021", "2022", "2023", "2024", "2025", "2026"]
    assert found == {
        "01": every,
        "02": ["2024", "2025", "2026"],
        "03": ["2025", "2026"],
        "04": ["2025"],
        "06": every,
    }
    for number in (5, 7, 10):
        path = f"/delivery-partners/de000000-0000-4000-8000-{number:012}"
        assert server.call("GET", path).status_code == 404
    own = server.call("GET", "/delivery-partners/de000000-0000-4000-8000-000000000004")
    assert own.status_code == 200


@pytest.mark.rule("V3-DELIVERY-1")
def test_delivery_partners_are_not_narrowed_by_change(server):
    every = ids(listed(server, "/delivery-partners"))
    assert (
        ids(narrowed(server, "/delivery-partners", updated_since="2099-01-01T00:00:00Z")) == every
    )


@pytest.mark.rule("V3-TRANSFER-4")
def test_whoever_has_no_transfer_is_neither_listed_nor_found(server):
    found = ids(listed(server, "/participants/transfers"))
    assert persona(3202) in found
    assert persona(3101) not in found
    path = "/participants/{}/transfers"
    assert server.call("GET", path.format(persona(3202))).status_code == 200
    assert server.call("GET", path.format(persona(3101))).status_code == 404
    assert server.call("GET", path.format(persona(3803))).status_code == 404


@pytest.mark.rule("V3-TRANSFER-4")
def test_transfers_are_narrowed_by_the_change_shown(server):
    every = listed(server, "/participants/transfers")
    newest = max(each["attributes"]["updated_at"] for each in every)
    since = narrowed(server, "/participants/transfers", updated_since=newest)
    assert ids(since) == [e["id"] for e in every if e["attributes"]["updated_at"] == newest]
    later = narrowed(server, "/participants/transfers", updated_since="2026-11-25T09:00:01Z")
    assert later == []
