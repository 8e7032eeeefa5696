"""Why an act of a school's, an appropriate body's or the department's is refused."""

import re

from ecf_sandbox.engine.domain.problems import Problem

_FIELD = re.compile(r"#/(\w+)")


def conflict(detail: str, rule: str) -> Problem:
    """Return what is wrong with an act, under the field that `detail` begins with, as `#/field`.

    What is wrong with no field of its body stands alone.
    """
    field = _FIELD.match(detail)
    return Problem(field[1] if field else detail, detail, rule)
