"""Personas, as the control API lists them."""


def test_each_is_in_a_world_that_was_made_with_them(control):
    listed = control.call("GET", "/personas").json()["personas"]
    assert (listed[0]["full_name"], listed[0]["situation"]) == (
        "Amara Holt",
        "an ECT ready to start",
    )
    assert len({each["id"] for each in listed}) == len(listed) > 20
    for each in listed:
        answer = control.call("GET", f"/participants/{each['id']}")
        assert answer.json()["full_name"] == each["full_name"], each


def test_a_world_made_without_them_has_none(department):
    assert department.call("GET", "/personas").json() == {"personas": []}
