"""Which answers break a promise that is ours alone, whatever the scenario or check was about."""

_RULES = frozenset({None, "FMT-5", "FMT-6", "FMT-7"})
_ERRORS = frozenset({400, 404, 405, 413})


def answer_is_ours(edition: str, status: int) -> bool:
    """Return whether only we promise that an answer is in the document (FMT-7, FMT-6)."""
    return edition == "service" or status >= 500 or status == 413


def finding_is_ours(edition: str, rule: str | None, status: int) -> bool:
    """Return whether what fuzzing found is a difference from us, and not from the edition.

    The service promises neither the shape of errors other than 401 and 422 nor what it does with
    requests that no rule knows.
    """
    if edition == "service":
        return rule in _RULES or status in _ERRORS or status >= 500
    return status >= 500 or status == 413
