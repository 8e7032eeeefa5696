"""What schools, appropriate bodies and the department do about people of register worlds."""

from ecf_sandbox.cli import register_tables
from ecf_sandbox.cli.acts import Act

_PERSON = "participants/{participant_id}"
_ID, _TYPE = "participant_id", "participant_type"
_SHOWN = register_tables.person

ACTS = (
    Act(
        name="find",
        about="Find people, whoever trains them (API v3), by words of a name, an id, a number.",
        method="GET",
        path="participants",
        query=("q", "provider", _TYPE, "cohort", "schedule", "training_status", "page", "per_page"),
        draw=register_tables.people,
    ),
    Act(
        name="join",
        about="Register somebody known at another school, or in the other role (API v3); "
        "facts such as provider=north-star started_on=2027-01-04.",
        method="POST",
        path=f"{_PERSON}/join",
        arguments=(_ID, _TYPE, "school_id"),
        facts="*",
        draw=_SHOWN,
    ),
    Act(
        name="leave",
        about="Report the last day ON at a school (API v3); school_id=... for a mentor of several.",
        method="POST",
        path=f"{_PERSON}/leave",
        arguments=(_ID, _TYPE, "on"),
        facts="*",
        draw=_SHOWN,
    ),
    Act(
        name="lead-provider",
        about="Change somebody's lead provider (API v3).",
        method="POST",
        path=f"{_PERSON}/lead-provider",
        arguments=(_ID, _TYPE, "provider"),
        draw=_SHOWN,
    ),
    Act(
        name="programme",
        about="Let the school train, or a provider again (API v3); provider=... for another one.",
        method="POST",
        path=f"{_PERSON}/programme",
        arguments=(_ID, "programme"),
        facts="*",
        draw=_SHOWN,
    ),
    Act(
        name="mentor",
        about="Give an ECT a mentor (API v3), `none` to end that; started_on=... finished_on=...",
        method="POST",
        path=f"{_PERSON}/mentor",
        arguments=(_ID, "mentor_id"),
        facts="*",
        draw=_SHOWN,
    ),
    Act(
        name="induct",
        about="Open an induction period (API v3); appropriate_body=... for another body.",
        method="POST",
        path=f"{_PERSON}/induction",
        arguments=(_ID, "started_on"),
        facts="*",
        draw=_SHOWN,
    ),
    Act(
        name="induction",
        about="Change or close the latest induction period (API v3); "
        "facts such as finished_on=2026-11-25 outcome=pass.",
        method="PATCH",
        path=f"{_PERSON}/induction",
        arguments=(_ID,),
        facts="+",
        draw=_SHOWN,
    ),
    Act(
        name="eligibility",
        about="Make somebody eligible for funding, or end it (API v3); "
        "facts such as eligible=true, or ineligible_on=2026-11-25 reason=...",
        method="PUT",
        path=f"{_PERSON}/eligibility",
        arguments=(_ID, _TYPE),
        facts="+",
        draw=_SHOWN,
    ),
    Act(
        name="merge",
        about="Merge somebody INTO another person, who stays (API v3).",
        method="POST",
        path=f"{_PERSON}/merge",
        arguments=(_ID, "into"),
        draw=_SHOWN,
    ),
)
