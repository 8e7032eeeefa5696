"""Schema errors in words of our own."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import orjson

from ecf_sandbox.engine.http.document import Json, Validator

Forms = Mapping[str, str]


def describe_errors(
    validator: Validator, instance: Json, forms: Forms, *, whole: str = "The body"
) -> str:
    """Return what is wrong with an instance that a schema refuses, and what is accepted.

    `forms` has an example for each pattern that the document gives one; `whole` is what the
    instance itself is called.
    """
    told = _told(validator.iter_errors(instance), forms)
    return " ".join(dict.fromkeys(f"{_place(path) or whole} {wanted}." for path, wanted in told))


def pattern_examples(schemas: Json) -> Forms:
    """Return an example of each pattern that has one, found anywhere in some JSON.

    `x-range` says of a pattern what else it keeps to.
    """
    if isinstance(schemas, list):
        return {key: form for each in schemas for key, form in pattern_examples(each).items()}
    if not isinstance(schemas, dict):
        return {}
    below = pattern_examples(list(schemas.values()))
    if "pattern" in schemas and "examples" in schemas:
        within = f", from {schemas['x-range']}" if "x-range" in schemas else ""
        return {**below, str(schemas["pattern"]): f"{schemas['examples'][0]}{within}"}
    return below


def _told(
    errors: Iterable[Any], forms: Forms, others: Iterable[Any] = ()
) -> Iterator[tuple[list[str | int], str]]:
    """Yield where each error is, and what is wanted there by any of several branches."""
    for error in errors:
        branches: list[list[Any]] = getattr(error.kind, "context", None) or []
        if branches:
            every = [each for branch in branches for each in branch]
            yield from _told(min(branches, key=_distance), forms, every)
        elif len(values := _constants(others, error)) > 1:
            yield error.instance_path, f"must be one of {_listed(values)}"
        elif values := _words(others, error):
            yield error.instance_path, f"{_wanted(error.kind, forms)}, or one of {_listed(values)}"
        else:
            yield error.instance_path, _wanted(error.kind, forms)


def _constants(errors: Iterable[Any], at: Any) -> list[Any]:  # noqa: ANN401  # the validator's
    """Return the constants that branches want where an error wants one."""
    if at.kind.name != "const":
        return []
    here = [each for each in errors if each.instance_path == at.instance_path]
    return [each.kind.expected_value for each in here if each.kind.name == "const"]


def _words(errors: Iterable[Any], at: Any) -> list[Any]:  # noqa: ANN401  # the validator's
    """Return the words that branches list where an error wants a pattern."""
    if at.kind.name != "pattern":
        return []
    here = [each for each in errors if each.instance_path == at.instance_path]
    return [word for each in here if each.kind.name == "enum" for word in each.kind.options]


def _distance(errors: Iterable[Any]) -> tuple[bool, int, int]:
    """Return how far a branch is from what was meant.

    One that knows the keys is nearest, then one that takes what they say and lacks some.
    """
    kinds = [error.kind.name for error in errors]
    unknown = any(each in _UNKNOWN_KEYS for each in kinds)
    return unknown, sum(each != "required" for each in kinds), len(kinds)


_UNKNOWN_KEYS = ("additionalProperties", "unevaluatedProperties")


def _place(path: list[str | int]) -> str:
    return "#/" + "/".join(map(str, path)) if path else ""


_WANTED: Mapping[str, Callable[[Any], str]] = {
    "additionalProperties": lambda kind: f"has unknown keys: {_listed(kind.unexpected)}",
    "unevaluatedProperties": lambda kind: f"has unknown keys: {_listed(kind.unexpected)}",
    "required": lambda kind: f"lacks {kind.property}",
    "type": lambda kind: f"must be {_listed(kind.types)}",
    "enum": lambda kind: f"must be one of {_listed(kind.options)}",
    "const": lambda kind: f"must be {_listed([kind.expected_value])}",
    "minimum": lambda kind: f"must be at least {kind.limit}",
    "maximum": lambda kind: f"must be at most {kind.limit}",
    "maxLength": lambda kind: f"must be at most {kind.limit} characters",
    "minProperties": lambda kind: (
        "must not be empty" if kind.limit == 1 else f"must have at least {kind.limit} keys"
    ),
    "format": lambda kind: f"must be a {kind.format}",
}


def _wanted(kind: Any, forms: Forms) -> str:  # noqa: ANN401  # one of the validator's many kinds
    if kind.name == "pattern" and kind.pattern in forms:
        return f"must be like {forms[kind.pattern]}"
    told = _WANTED.get(kind.name)
    return told(kind) if told else "is not what the reference describes"


def _listed(values: Iterable[object]) -> str:
    """Return values with commas between them, each once: text as it is, anything else as JSON."""
    texts = (each if isinstance(each, str) else orjson.dumps(each).decode() for each in values)
    return ", ".join(dict.fromkeys(texts))
