"""What a body that the document does not describe is told: what would have been right."""

import pytest

ME = "/participants/00000000-0000-4000-8000-000000003101"


@pytest.mark.parametrize(
    ("method", "path", "body", "message"),
    [
        pytest.param(
            "POST",
            f"{ME}/programme",
            {"programme": "self_taught"},
            "#/programme must be one of school_led, provider_led.",
            id="constants of branches",
        ),
        pytest.param(
            "POST",
            f"{ME}/programme",
            {"programme": "school_led", "provider": "north-star"},
            "#/programme must be provider_led.",
            id="the constant of the only branch that knows the keys",
        ),
        pytest.param(
            "PATCH",
            f"{ME}/induction",
            {"outcome": "maybe"},
            "#/outcome must be one of pass, fail, null.",
            id="null is JSON's",
        ),
        pytest.param(
            "PUT",
            f"{ME}/eligibility",
            {"participant_type": "ect", "eligible": False},
            "#/eligible must be true.",
            id="true is JSON's",
        ),
        pytest.param(
            "PUT",
            f"{ME}/eligibility",
            {"participant_type": "ect"},
            "The body must have at least 2 keys.",
            id="too few keys",
        ),
        pytest.param("PATCH", ME, {}, "The body must not be empty.", id="no key"),
        pytest.param(
            "PATCH",
            ME,
            {"full_name": "Ada\0Okoro"},
            "#/full_name must be like Amara Holt.",
            id="a control character in a name",
        ),
        pytest.param(
            "POST",
            "/clock/advance",
            {"to": "next-nothing"},
            "#/to must be like 2026-11-25T09:00:00Z, from 2000-01-01 to 2099-12-31, or one of"
            " tomorrow, next-cohort, next-statement-deadline, next-payment, next-milestone-start,"
            " next-milestone-end, next-training-start, next-training-end.",
            id="a moment or a word",
        ),
        pytest.param(
            "GET",
            "/statements?provider=nobody",
            None,
            "The query parameter provider must be one of"
            " north-star, riverbank, beacon-hill, fenland.",
            id="a parameter",
        ),
    ],
)
def test_a_refusal_says_what_is_accepted(control, method, path, body, message):
    assert control.refused(method, path, body, status=400) == message
