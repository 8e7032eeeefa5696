"""What tests of the fixtures share."""

from typing import Any

import pytest

from ecf_sandbox.testing import Participant


@pytest.fixture(params=["ecf_sandbox", "ecf_sandbox_in_process"])
def either(request):
    """A sandbox with a socket, then one without."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def started():
    """Return the body that declares that somebody started on 25 November 2021."""

    def body(who: Participant) -> Any:
        attributes = {
            "participant_id": who.id,
            "course_identifier": who.course_identifier,
            "declaration_type": "started",
            "declaration_date": "2021-11-25T09:00:00Z",
        }
        return {"data": {"type": "participant-declaration", "attributes": attributes}}

    return body
