"""What a provider sees of a school."""

import pytest

from ecf_sandbox.v3.domain.training import Attendance
from ecf_sandbox.v3.rules import schools
from tests.v3.kit.facts import (
    ECT,
    MENTOR,
    OTHER,
    PERIODS,
    interest,
    school,
    school_led,
    school_period,
    training,
)


def attended(*periods, role=ECT):
    return Attendance(school_period(role=role), periods)


@pytest.mark.rule("V3-SCHOOL-4")
@pytest.mark.parametrize(
    ("attendances", "choice"),
    [
        pytest.param([], "not_yet_known", id="nobody"),
        pytest.param([attended(role=MENTOR)], "not_yet_known", id="a mentor who only mentors"),
        pytest.param([attended(training(), role=MENTOR)], "provider_led", id="a mentor trains"),
        pytest.param([attended(interest(), role=MENTOR)], "provider_led", id="a mentor is to"),
        pytest.param(
            [attended(training(cohort=2025), role=MENTOR)], "not_yet_known", id="in another year"
        ),
        pytest.param([attended(training())], "provider_led", id="an ECT trains"),
        pytest.param([attended(interest(provider=OTHER))], "provider_led", id="or is to"),
        pytest.param([attended(training(cohort=2025))], "not_yet_known", id="an ECT elsewhen"),
        pytest.param([attended(school_led("2026-06-01"))], "school_led", id="school-led"),
        pytest.param([attended(school_led("2027-05-31"))], "school_led", id="on the last day"),
        pytest.param([attended(school_led("2026-05-31"))], "not_yet_known", id="started before"),
        pytest.param([attended(school_led("2027-06-01"))], "not_yet_known", id="started after"),
        pytest.param(
            [attended(training("2024-09-01", "2026-08-31", cohort=2024), school_led())],
            "provider_led",
            id="school-led now, provider-led before",
        ),
        pytest.param(
            [attended(school_led()), attended(training(cohort=2024))],
            "school_led",
            id="somebody else was provider-led",
        ),
        pytest.param(
            [attended(school_led(), role=MENTOR)], "not_yet_known", id="mentors do not count"
        ),
    ],
)
def test_the_programme_choice_follows_from_people(attendances, choice):
    assert schools.programme_choice(PERIODS[2026], attendances) == choice


@pytest.mark.rule("V3-SCHOOL-3", "V3-PARTNER-1")
def test_the_e_mail_falls_back_to_the_schools():
    assert school().induction_email == "tutor@example.org"
    contacts = {"contact_email": "first@example.org", "second_contact_email": "second@example.org"}
    assert school(tutor_email=None, **contacts).induction_email == "first@example.org"
    second = school(tutor_email=None, second_contact_email="second@example.org")
    assert second.induction_email == "second@example.org"
    assert school(tutor_email=None).induction_email is None
