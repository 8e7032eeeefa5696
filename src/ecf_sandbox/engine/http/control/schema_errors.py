"""Schema errors in words of our own."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ecf_sandbox.engine.http.document import Json, Validator

Forms = Mapping[str, str]


def describe_errors(validator: Validator, instance: Json, forms: Forms) -> str:
    """Return what is wrong with an instance that a schema refuses, and what is accepted.

    `forms` has an example for each pattern that the document gives one.
    """
    return " ".join(dict.fromkeys(_told(validator.iter_errors(instance), forms)))


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


def _told(errors: Iterable[Any], forms: Forms) -> Iterator[str]:
    for error in errors:
        branches: list[list[Any]] = getattr(error.kind, "context", None) or []
        if branches:
            nearest = min(branches, key=_distance)
            yield from _told(nearest, forms)
        else:
            yield f"{_place(error.instance_path)} {_wanted(error.kind, forms)}."


def _distance(errors: list[Any]) -> tuple[bool, int, int]:
    """Return how far a branch is from what was meant.

    One that knows the keys is nearest, then one that takes what they say and lacks some.
    """
    unknown = any(error.kind.name in _UNKNOWN_KEYS for error in errors)
    wrong = sum(error.kind.name != "required" for error in errors)
    return unknown, wrong, len(errors)


_UNKNOWN_KEYS = ("additionalProperties", "unevaluatedProperties")


def _place(path: list[str | int]) -> str:
    return "#/" + "/".join(map(str, path)) if path else "The body"


_WANTED: Mapping[str, Callable[[Any], str]] = {
    "additionalProperties": lambda kind: f"has unknown keys: {_listed(kind.unexpected)}",
    "unevaluatedProperties": lambda kind: f"has unknown keys: {_listed(kind.unexpected)}",
    "required": lambda kind: f"lacks {kind.property}",
    "type": lambda kind: f"must be {_listed(kind.types)}",
    "enum": lambda kind: f"must be one of {_listed(kind.options)}",
    "const": lambda kind: f"must be {kind.expected_value}",
    "minimum": lambda kind: f"must be at least {kind.limit}",
    "maximum": lambda kind: f"must be at most {kind.limit}",
    "maxLength": lambda kind: f"must be at most {kind.limit} characters",
    "minProperties": lambda _: "must not be empty",
    "format": lambda kind: f"must be a {kind.format}",
}


def _wanted(kind: Any, forms: Forms) -> str:  # noqa: ANN401  # one of the validator's many kinds
    if kind.name == "pattern" and kind.pattern in forms:
        return f"must be like {forms[kind.pattern]}"
    told = _WANTED.get(kind.name)
    return told(kind) if told else "is not what the reference describes"


def _listed(values: Iterable[object]) -> str:
    return ", ".join(map(str, values))
