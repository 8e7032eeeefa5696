"""Transfers: each provider has its own record of a person, and its own declarations."""

import pytest

from tests.kit.sandbox import NOW, attributes, ids, titles

DECLARATIONS = "/participant-declarations"
PARTICIPANTS = "/participants/ecf"
JANUARY = "ecf-standard-january"
PER_RECORD = ("school_urn", "schedule_identifier", "training_status", "status", "mentor_id")


@pytest.fixture
def moved(either_sandbox):
    """Somebody who went from north-star to riverbank after a `started` declaration."""
    ect = either_sandbox.add(mentor_id=either_sandbox.add("mentor").id)
    attributes(either_sandbox.provider().declare(ect))
    either_sandbox.transfer(ect, "riverbank", school_urn="054321")
    return ect


def record(sandbox, provider, somebody):
    return attributes(sandbox.provider(provider).get(f"{PARTICIPANTS}/{somebody.id}"))


@pytest.mark.rule("PART-3", "AUTH-3")
def test_before_a_transfer_only_one_provider_knows_the_participant(either_sandbox):
    ect, riverbank = either_sandbox.add(), either_sandbox.provider("riverbank")

    assert riverbank.get(f"{PARTICIPANTS}/{ect.id}").status_code == 404
    assert ids(riverbank.get(PARTICIPANTS)) == []
    assert riverbank.get(f"{PARTICIPANTS}.csv").text == ""
    assert titles(riverbank.act("defer", ect)) == ["participant_id"]
    assert titles(riverbank.declare(ect)) == ["participant_id"]
    either_sandbox.transfer(ect, "riverbank")
    assert riverbank.get(f"{PARTICIPANTS}/{ect.id}").status_code == 200
    assert ids(riverbank.get(PARTICIPANTS)) == [ect.id]
    assert ect.id in riverbank.get(f"{PARTICIPANTS}.csv").text
    assert attributes(riverbank.act("defer", ect))
    assert attributes(riverbank.declare(ect))


@pytest.mark.rule("PART-3")
def test_both_list_the_participant_each_its_own_record(either_sandbox, moved):
    old, new = (record(either_sandbox, it, moved) for it in ("north-star", "riverbank"))

    assert (old["school_urn"], new["school_urn"]) == ("012345", "054321")
    assert new["training_status"] == new["status"] == "active"
    assert new["schedule_identifier"] == old["schedule_identifier"]
    assert old["mentor_id"] is not None
    for name in old.keys() - {*PER_RECORD, "updated_at"}:
        assert old[name] == new[name]
    for provider in ("north-star", "riverbank"):
        assert moved.id in ids(either_sandbox.provider(provider).get(PARTICIPANTS))


@pytest.mark.rule("PART-3")
def test_a_transfer_leaves_the_old_record_as_it_was(either_sandbox):
    ect, north_star = either_sandbox.add(), either_sandbox.provider()
    attributes(north_star.act("change-schedule", ect, schedule_identifier=JANUARY))
    before = attributes(north_star.act("defer", ect))
    either_sandbox.transfer(ect, "riverbank", at="2021-11-26T09:00:00Z")

    assert record(either_sandbox, "north-star", ect) == before
    after = record(either_sandbox, "riverbank", ect)
    assert (after["training_status"], after["schedule_identifier"]) == ("active", JANUARY)
    assert after["updated_at"] == "2021-11-26T09:00:00Z"


@pytest.mark.rule("PART-3")
@pytest.mark.parametrize(
    ("actor", "other"), [("north-star", "riverbank"), ("riverbank", "north-star")]
)
@pytest.mark.parametrize("action", ["defer", "withdraw"])
def test_each_acts_on_its_own_record_alone(either_sandbox, moved, actor, other, action):
    before = record(either_sandbox, other, moved)

    acted = attributes(
        either_sandbox.provider(actor).act(action, moved, now="2021-11-26T09:00:00Z")
    )
    assert acted["training_status"] in ("deferred", "withdrawn")
    assert record(either_sandbox, actor, moved) == acted
    assert record(either_sandbox, other, moved) == before


@pytest.mark.rule("PART-3")
def test_each_has_its_own_schedule(either_sandbox):
    ect = either_sandbox.add()
    either_sandbox.transfer(ect, "riverbank")
    riverbank = either_sandbox.provider("riverbank")
    attributes(riverbank.act("change-schedule", ect, schedule_identifier=JANUARY))

    assert record(either_sandbox, "north-star", ect)["schedule_identifier"] != JANUARY
    december = {"dated": "2021-12-10T09:00:00Z", "now": "2021-12-10T09:00:00Z"}
    assert titles(either_sandbox.provider().declare(ect, **december)) == ["declaration_date"]
    assert attributes(riverbank.declare(ect, **december))


@pytest.mark.rule("PART-3", "AUTH-4")
def test_each_sees_and_voids_its_own_declarations_alone(either_sandbox, moved):
    north_star = either_sandbox.provider()
    riverbank = either_sandbox.provider("riverbank")
    [started] = ids(north_star.get(DECLARATIONS))
    later = {"dated": "2021-12-10T09:00:00Z", "now": "2021-12-10T09:00:00Z"}
    retained = riverbank.declare(moved, "retained-1", **later).json()["data"]["id"]

    for stranger, made in ((riverbank, started), (north_star, retained)):
        assert stranger.get(f"{DECLARATIONS}/{made}").status_code == 404
        assert stranger.void(made).status_code == 404
    for owner, made in ((north_star, started), (riverbank, retained)):
        assert owner.get(f"{DECLARATIONS}/{made}").status_code == 200
        assert attributes(owner.void(made))["voided"] is True


@pytest.mark.rule("PART-3")
def test_the_old_provider_may_still_declare(either_sandbox):
    ect = either_sandbox.add()
    either_sandbox.transfer(ect, "riverbank")

    assert attributes(either_sandbox.provider().declare(ect))["state"] == "eligible"
    assert titles(either_sandbox.provider("riverbank").declare(ect)) == ["base"]


@pytest.mark.rule("PART-3")
def test_a_transfer_back_reopens_the_earlier_record(either_sandbox):
    ect, other = either_sandbox.add(), either_sandbox.add()
    north_star = either_sandbox.provider()
    attributes(north_star.act("withdraw", ect, now="2021-11-22T09:00:00Z"))
    either_sandbox.transfer(ect, "riverbank", at="2021-11-23T09:00:00Z")
    assert titles(north_star.declare(ect)) == ["participant_id"]
    either_sandbox.transfer(ect, "north-star", at="2021-11-24T09:00:00Z", school_urn="099999")

    assert ids(north_star.get(PARTICIPANTS)) == [ect.id, other.id]
    again = record(either_sandbox, "north-star", ect)
    assert (again["training_status"], again["school_urn"]) == ("active", "099999")
    assert attributes(north_star.declare(ect))["state"] == "eligible"


@pytest.mark.rule("PART-3", "AUTH-3")
def test_to_a_third_provider_both_are_strangers(either_sandbox, moved):
    fenland = either_sandbox.provider("fenland")

    assert fenland.get(f"{PARTICIPANTS}/{moved.id}").status_code == 404
    assert titles(fenland.declare(moved, "retained-1", now=NOW))[-1] == "participant_id"
    assert ids(fenland.get(DECLARATIONS)) == []


@pytest.mark.rule("LIST-5", edition="guidance")
def test_a_list_holds_what_the_provider_declared_itself(sandbox):
    ect = sandbox.add()
    made = sandbox.provider().declare(ect).json()["data"]["id"]
    sandbox.transfer(ect, "riverbank")

    assert ids(sandbox.provider("riverbank").get(DECLARATIONS)) == []
    assert ids(sandbox.provider().get(DECLARATIONS)) == [made]


@pytest.mark.rule("LIST-5", "AUTH-4", edition="service")
def test_the_service_lists_what_earlier_providers_declared_and_shows_it_nowhere_else(
    service_sandbox,
):
    ect, riverbank = service_sandbox.add(), service_sandbox.provider("riverbank")
    made = service_sandbox.provider().declare(ect).json()["data"]["id"]
    service_sandbox.transfer(ect, "riverbank")
    later = {"dated": "2021-12-10T09:00:00Z", "now": "2021-12-10T09:00:00Z"}
    own = riverbank.declare(ect, "retained-1", **later).json()["data"]["id"]

    assert ids(riverbank.get(DECLARATIONS)) == [made, own]
    assert ids(service_sandbox.provider().get(DECLARATIONS)) == [made]
    of_them = {"filter[participant_id]": ect.id.upper()}
    assert ids(riverbank.get(DECLARATIONS, params=of_them)) == [made, own]
    rows = riverbank.get(f"{DECLARATIONS}.csv").text.splitlines()[1:]
    assert [row.split(",")[0] for row in rows] == [made, own]
    assert riverbank.get(f"{DECLARATIONS}/{made}").status_code == 404
    assert riverbank.void(made).status_code == 404


@pytest.mark.rule("LIST-5", edition="service")
def test_whoever_was_earlier_stays_so_when_the_participant_comes_back(service_sandbox):
    ect, north_star = service_sandbox.add(), service_sandbox.provider()
    made = north_star.declare(ect).json()["data"]["id"]
    for slug in ("riverbank", "north-star"):
        service_sandbox.transfer(ect, slug)

    assert ids(service_sandbox.provider("riverbank").get(DECLARATIONS)) == [made]
    assert ids(north_star.get(DECLARATIONS)) == [made]


@pytest.mark.rule("LIST-5", edition="service")
@pytest.mark.parametrize(
    ("facts", "voided", "now", "state"),
    [
        pytest.param({"eligible": None}, None, NOW, "submitted", id="submitted"),
        pytest.param({}, None, NOW, "eligible", id="eligible"),
        pytest.param({}, None, "2021-12-01T00:00:00Z", "paid", id="paid"),
        pytest.param({}, NOW, NOW, None, id="voided"),
        pytest.param({}, "2021-12-01T00:00:00Z", "2022-01-01T00:00:00Z", None, id="taken back"),
    ],
)
def test_of_earlier_providers_only_what_stands_is_listed(
    service_sandbox, facts, voided, now, state
):
    ect, north_star = service_sandbox.add(**facts), service_sandbox.provider()
    made = north_star.declare(ect).json()["data"]["id"]
    service_sandbox.transfer(ect, "riverbank")
    if voided:
        attributes(north_star.void(made, now=voided))

    listed = service_sandbox.provider("riverbank").get(DECLARATIONS, now=now).json()["data"]
    assert [each["attributes"]["state"] for each in listed] == ([state] if state else [])
    assert ids(north_star.get(DECLARATIONS, now=now)) == [made]


@pytest.mark.rule("LIST-5", edition="service")
def test_whoever_left_the_school_brings_nothing_along(service_sandbox):
    ect = service_sandbox.add()
    attributes(service_sandbox.provider().declare(ect))
    service_sandbox.transfer(ect, "riverbank")
    riverbank = service_sandbox.provider("riverbank")
    assert len(ids(riverbank.get(DECLARATIONS))) == 1

    with service_sandbox.world.writing(patient=True) as store:
        store.db.execute("UPDATE records SET status = 'withdrawn' WHERE transferred_at > 0")
    assert ids(riverbank.get(DECLARATIONS)) == []
