"""The one edition of API v3, and which of its promises are ours alone."""

REGISTER = "register"
IN_REGISTER = (REGISTER,)
"""Of a promise that is ours, and not the service's."""

_RULES = frozenset({None, "V3-FMT-5", "V3-FMT-6", "V3-FMT-14", "V3-TRANSFER-4"})
_ERRORS = frozenset({400, 404, 405, 413})


def answer_is_ours(_: str, status: int) -> bool:
    """Return whether only we promise that an answer is in the document (V3-FMT-6, V3-FMT-14)."""
    return status in _ERRORS or status >= 500


def finding_is_ours(_: str, rule: str | None, status: int) -> bool:
    """Return whether what fuzzing found is a difference from us, and not from the service."""
    return rule in _RULES or status in _ERRORS or status >= 500
