"""What the department does to delivery partners and their links, and who sees it."""

import pytest

from tests.v3.kit.people import add_partnership, changed_since, delivery_partner_id, shown

D01, D10 = delivery_partner_id(1), delivery_partner_id(10)
NAMED = {"name": "Kingfisher Teaching School Hub"}


def link(partner=D10, provider="north-star", year="2026"):
    return f"/delivery-partners/{partner}/links/{provider}/{year}"


@pytest.mark.rule("V3-REG-14", "V3-DELIVERY-1")
def test_a_delivery_partner_is_seen_by_whom_it_is_linked_to(bare, department):
    made = department.done("POST", "/delivery-partners", NAMED, status=201)
    assert made["links"] == []
    assert made in department.get("/delivery-partners")["delivery_partners"]
    seen = f"/delivery-partners/{made['id']}"
    assert bare.call("GET", seen).status_code == 404
    linked = department.done("PUT", link(made["id"]))
    assert linked["links"] == [{"provider": "north-star", "years": ["2026"]}]
    assert shown(bare, seen)["cohort"] == ["2026"]
    assert bare.call("GET", seen, token="riverbank-token").status_code == 404
    department.done("DELETE", link(made["id"]))
    assert bare.call("GET", seen).status_code == 404


@pytest.mark.rule("V3-REG-14", "V3-LIST-11")
def test_a_link_to_any_provider_moves_the_delivery_partner(bare, department):
    seen = f"/delivery-partners/{D01}"
    first = shown(bare, seen)["updated_at"]
    department.done("PUT", link(D01, "riverbank"))
    assert shown(bare, seen)["updated_at"] == "2026-11-25T09:00:00Z" > first
    bare.set_now("2026-11-26T09:00:00Z")
    department.done("PUT", link(D01, "riverbank"))
    assert shown(bare, seen)["updated_at"] == "2026-11-25T09:00:00Z"
    department.done("DELETE", link(D01, "riverbank"))
    assert shown(bare, seen)["updated_at"] == "2026-11-26T09:00:00Z"


@pytest.mark.rule("V3-REG-14", "V3-LIST-10", "V3-LIST-11")
def test_a_new_name_shows_in_partnerships(bare, department):
    using, other = add_partnership(department), add_partnership(department, school=2, partner=2)
    bare.set_now("2026-11-26T09:00:00Z")
    department.done("PATCH", f"/delivery-partners/{D01}", NAMED)
    assert changed_since(bare, "/partnerships") == {using}
    assert shown(bare, f"/partnerships/{using}")["delivery_partner_name"] == NAMED["name"]
    seen = shown(bare, f"/delivery-partners/{D01}")
    assert (seen["name"], seen["updated_at"]) == (NAMED["name"], "2026-11-26T09:00:00Z")
    bare.set_now("2026-11-27T09:00:00Z")
    department.done("PATCH", f"/delivery-partners/{D01}", NAMED)
    assert changed_since(bare, "/partnerships") == set()
    assert other


@pytest.mark.rule("V3-REG-14")
def test_a_link_stays_while_a_partnership_uses_it(department):
    add_partnership(department)
    message = department.refused("DELETE", link(D01))
    assert "Alderbrook Teaching School Hub" in message
    assert "another delivery partner first" in message
    department.done("DELETE", link(D01, year="2025"))


@pytest.mark.rule("V3-REG-14", "V3-COHORT-1")
def test_a_provider_is_linked_in_years_in_which_it_takes_part(department):
    message = department.refused("PUT", link(provider="fenland", year="2025"))
    assert message.startswith("fenland takes no part in 2025: choose one of 2021, 2022, 2023, 2024")
    department.done("PUT", link(provider="fenland", year="2024"))


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize(
    "path",
    [
        pytest.param(link("nobody"), id="delivery-partner"),
        pytest.param(link(provider="nobody"), id="provider"),
        pytest.param(link(year="2040"), id="year"),
        pytest.param(link(year="soon"), id="no-year"),
    ],
)
def test_a_link_of_what_is_not_there_is_a_404(department, method, path):
    department.refused(method, path, status=404)


def test_a_link_that_is_not_there_cannot_be_taken_away(department):
    assert "There is no link" in department.refused("DELETE", link(), status=404)
    department.done("PUT", link())
    department.done("DELETE", link())


@pytest.mark.parametrize(
    ("said", "status"),
    [
        pytest.param({"name": " "}, 400, id="blank"),
        pytest.param({}, 400, id="nothing"),
        pytest.param({**NAMED, "id": D01}, 400, id="unknown-key"),
    ],
)
def test_a_delivery_partner_has_a_name_and_nothing_else(department, said, status):
    department.refused("POST", "/delivery-partners", said, status=status)
    department.refused("PATCH", f"/delivery-partners/{D01}", said, status=status)
    department.refused("PATCH", "/delivery-partners/nobody", NAMED, status=404)
