"""What a participant's record shows (PART-1, PART-2)."""

import pytest

from tests.kit.sandbox import attributes

MENTOR = "933bd2cd-8633-4026-ad04-d5a32a24332f"
TRN, VALID = "teacher_reference_number", "teacher_reference_number_validated"
SPARSE, POOR = "sparsity_uplift", "pupil_premium_uplift"
IN_ORDER = [
    "email",
    "full_name",
    "mentor_id",
    "school_urn",
    "participant_type",
    "cohort",
    "status",
    "teacher_reference_number",
    "teacher_reference_number_validated",
    "eligible_for_funding",
    "pupil_premium_uplift",
    "sparsity_uplift",
    "training_status",
    "schedule_identifier",
    "updated_at",
]


@pytest.mark.rule("PART-1", "FMT-2")
def test_a_record_has_its_attributes_in_their_order(either_sandbox):
    ect, provider = either_sandbox.add(), either_sandbox.provider()
    (listed,) = provider.get("/participants/ecf").json()["data"]
    (aliased,) = provider.get("/participants").json()["data"]
    alone = provider.get(f"/participants/ecf/{ect.id}").json()["data"]
    deferred = provider.act("defer", ect).json()["data"]
    assert listed == aliased == alone
    for record in (listed, aliased, alone, deferred):
        assert (list(record), record["type"]) == (["id", "type", "attributes"], "participant")
        assert list(record["attributes"]) == IN_ORDER


@pytest.mark.rule("PART-1")
def test_what_is_known_of_an_ect_is_shown_as_it_is(either_sandbox):
    ect = either_sandbox.add(
        full_name="Zoë d'Árcy-Ñuñez",
        email="zoe@example.com",
        mentor_id=MENTOR,
        school_urn="000123",
        teacher_reference_number="0012345",
        trn_validated=True,
        pupil_premium_uplift=True,
        added="2021-09-01T09:00:00Z",
    )
    assert shown(either_sandbox, ect) == {
        "email": "zoe@example.com",
        "full_name": "Zoë d'Árcy-Ñuñez",
        "mentor_id": MENTOR,
        "school_urn": "000123",
        "participant_type": "ect",
        "cohort": "2021",
        "status": "active",
        "teacher_reference_number": "0012345",
        "teacher_reference_number_validated": True,
        "eligible_for_funding": True,
        "pupil_premium_uplift": True,
        "sparsity_uplift": False,
        "training_status": "active",
        "schedule_identifier": "ecf-standard-september",
        "updated_at": "2021-09-01T09:00:00Z",
    }


@pytest.mark.rule("PART-1")
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({"kind": "mentor"}, {"participant_type": "mentor"}, id="mentor"),
        pytest.param({"kind": "mentor"}, {"mentor_id": None}, id="a mentor's mentor"),
        pytest.param({"mentor_id": None}, {"mentor_id": None}, id="no mentor"),
        pytest.param({"mentor_id": MENTOR}, {"mentor_id": MENTOR}, id="mentored"),
        pytest.param({"school_urn": "012345"}, {"school_urn": "012345"}, id="leading zero"),
        pytest.param({"status": "withdrawn"}, {"status": "withdrawn"}, id="left the school"),
        pytest.param({"status": "withdrawn"}, {"training_status": "active"}, id="still trained"),
        pytest.param({TRN: None}, {TRN: None, VALID: None}, id="no TRN"),
        pytest.param(
            {TRN: None, "trn_validated": True}, {TRN: None, VALID: None}, id="no TRN, said valid"
        ),
        pytest.param(
            {TRN: "1234567", "trn_validated": False},
            {TRN: "1234567", VALID: False},
            id="an invalid TRN",
        ),
        pytest.param(
            {TRN: "1234567", "trn_validated": True},
            {TRN: "1234567", VALID: True},
            id="a valid TRN",
        ),
        pytest.param({"eligible": None}, {"eligible_for_funding": None}, id="unknown"),
        pytest.param({"eligible": False}, {"eligible_for_funding": False}, id="not eligible"),
        pytest.param({"eligible": True}, {"eligible_for_funding": True}, id="eligible"),
        pytest.param({SPARSE: True}, {SPARSE: True, POOR: False}, id="sparsity uplift"),
        pytest.param({POOR: True}, {POOR: True, SPARSE: False}, id="pupil premium uplift"),
        pytest.param(
            {"schedule": "ecf-extended-april"},
            {"schedule_identifier": "ecf-extended-april"},
            id="schedule",
        ),
        pytest.param(
            {"added": "2021-10-02T11:12:13.99Z"},
            {"updated_at": "2021-10-02T11:12:13Z"},
            id="updated_at",
        ),
    ],
)
def test_each_fact_is_shown_as_the_document_says(either_sandbox, facts, expected):
    person = either_sandbox.add(**facts)
    assert shown(either_sandbox, person).items() >= expected.items()


@pytest.mark.rule("PART-1")
def test_a_cohort_is_a_year_in_a_string(service_sandbox):
    person = service_sandbox.add(cohort=2022)
    assert shown(service_sandbox, person)["cohort"] == "2022"


@pytest.mark.rule("PART-2")
@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        pytest.param(["withdraw"], "withdrawn", id="withdraw"),
        pytest.param(["defer"], "deferred", id="defer"),
        pytest.param(["defer", "resume"], "active", id="resume"),
        pytest.param(["defer", "withdraw"], "withdrawn", id="withdraw when deferred"),
    ],
)
def test_what_a_provider_does_changes_training_status_alone(either_sandbox, actions, expected):
    ect = either_sandbox.add()
    before = shown(either_sandbox, ect)
    for action in actions:
        answered = attributes(either_sandbox.provider().act(action, ect))
    changed = {"training_status": expected, "updated_at": "2021-11-25T09:00:00Z"}
    assert answered == shown(either_sandbox, ect) == {**before, **changed}
    assert (answered["status"], answered["email"]) == ("active", "ada.okoro@example.com")


@pytest.mark.rule("PART-2")
def test_the_schools_view_is_its_own(sandbox, north_star):
    gone = sandbox.add(status="withdrawn")
    assert attributes(north_star.act("defer", gone))["status"] == "withdrawn"
    assert attributes(north_star.act("withdraw", gone))["status"] == "withdrawn"


def shown(sandbox, person):
    return attributes(sandbox.provider().get(f"/participants/ecf/{person.id}"))
