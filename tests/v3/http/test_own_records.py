"""What is another provider's is not there, neither to read nor to void."""

import pytest

from tests.v3.kit.people import declare, shown

RIVERBANK = {"token": "riverbank-token"}
PARTNERSHIP = "/partnerships/ba000000-0000-4000-8000-012026000101"
ECT = "00000000-0000-4000-8000-000000003101"


@pytest.mark.rule("V3-AUTH-3", "V3-LIST-5")
def test_a_partnership_is_there_for_its_own_provider_only(server):
    assert server.call("GET", PARTNERSHIP).status_code == 200
    assert server.call("GET", PARTNERSHIP, **RIVERBANK).status_code == 404


@pytest.mark.rule("V3-VOID-1")
def test_a_declaration_is_voided_by_its_own_provider_only(server):
    path = f"/participant-declarations/{declare(server, ECT)}"
    assert server.call("PUT", f"{path}/void", **RIVERBANK).status_code == 404
    assert shown(server, path)["state"] == "eligible"
    assert server.call("PUT", f"{path}/void").status_code == 200
    assert shown(server, path)["state"] == "voided"


@pytest.mark.rule("V3-PART-1", "V3-PART-3")
@pytest.mark.parametrize(
    ("number", "has_one"),
    [pytest.param(3101, True, id="known"), pytest.param(3702, False, id="unknown")],
)
def test_a_participant_has_the_number_that_is_known(server, number, has_one):
    found = shown(server, f"/participants/00000000-0000-4000-8000-{number:012}")
    number_shown = found["teacher_reference_number"]
    assert (number_shown is not None) is has_one
    assert number_shown is None or (len(number_shown), number_shown.isdigit()) == (7, True)
