"""Personas, as the control API lists them."""

from tests.kit.control import Control, told


def test_each_is_in_a_world_that_was_made_with_them(sandbox):
    control = Control(sandbox)
    assert control.post("/worlds", {"id": "peopled", "participants": 0}).status_code == 201
    listed = told(control.get("/worlds/peopled/personas"))["personas"]
    assert (listed[0]["full_name"], listed[0]["situation"]) == (
        "Amelia Hartley",
        "an ECT ready to start",
    )
    assert len({each["id"] for each in listed}) == len(listed) > 20
    for each in listed:
        found = told(control.get(f"/worlds/peopled/participants/{each['id']}"))
        assert found["full_name"] == each["full_name"], each


def test_a_world_made_without_them_has_none(sandbox):
    assert told(Control(sandbox).get("/worlds/default/personas")) == {"personas": []}
