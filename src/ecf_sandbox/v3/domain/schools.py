"""What a school's people tell of it in one cohort."""

from enum import StrEnum


class ProgrammeChoice(StrEnum):
    """How a school trains in a cohort, as far as its people tell (V3-SCHOOL-4)."""

    PROVIDER_LED = "provider_led"
    SCHOOL_LED = "school_led"
    NOT_YET_KNOWN = "not_yet_known"
