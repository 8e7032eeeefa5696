"""Who acts on participants beside providers and time."""

from typing import Final

SCHOOL: Final = "school"
DEPARTMENT: Final = "department"
APPROPRIATE_BODY: Final = "appropriate-body"
