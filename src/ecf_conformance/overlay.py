"""Overlays (OpenAPI Overlay 1.0): what a user says a document should have said."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

import jsonpath

Json = Any


class BadOverlay(Exception):
    """An overlay that cannot be applied; the message says what is wrong with it."""


def applied(document: Json, overlay: Json) -> Json:
    """Return a document as an overlay changes it; the document itself stays. Raises BadOverlay."""
    changed = deepcopy(document)
    for number, action in enumerate(_actions(overlay), 1):
        try:
            _apply(changed, action)
        except (jsonpath.JSONPathError, BadOverlay) as error:
            raise BadOverlay(f"action {number}: {error}") from None
    return changed


def idle_targets(document: Json, overlay: Json) -> list[str]:
    """Return the targets of actions that change nothing, because nothing is there."""
    changed, idle = deepcopy(document), []
    for action in _actions(overlay):
        if not _places(changed, action["target"]):
            idle.append(action["target"])
        _apply(changed, action)
    return idle


def _actions(overlay: Json) -> Sequence[Mapping[str, Json]]:
    if not isinstance(overlay, dict) or not str(overlay.get("overlay", "")).startswith("1."):
        raise BadOverlay("it does not begin with `overlay: 1.0.0`")
    actions = overlay.get("actions")
    if not isinstance(actions, list) or not actions:
        raise BadOverlay("it has no actions")
    for number, action in enumerate(actions, 1):
        if not isinstance(action, dict) or not isinstance(action.get("target"), str):
            raise BadOverlay(f"action {number} has no target")
        if "update" not in action and action.get("remove") is not True:
            raise BadOverlay(f"action {number} neither updates nor removes")
    return actions


def _apply(document: Json, action: Mapping[str, Json]) -> None:
    places = _places(document, action["target"])
    if action.get("remove") is True:
        for place in reversed(places):  # so that the places of a list stay where they are
            if not place:
                raise BadOverlay("the whole document cannot be removed")
            del _at(document, place[:-1])[place[-1]]
        return
    for place in places:
        _update(document, place, deepcopy(action["update"]))


def _places(document: Json, target: str) -> list[tuple[Any, ...]]:
    return [tuple(match.parts) for match in jsonpath.finditer(target, document)]


def _at(document: Json, place: tuple[Any, ...]) -> Json:
    for part in place:
        document = document[part]
    return document


def _update(document: Json, place: tuple[Any, ...], update: Json) -> None:
    found = _at(document, place)
    if isinstance(found, list):
        found.append(update)
    elif isinstance(found, dict) and isinstance(update, dict):
        _merge(found, update)
    else:
        raise BadOverlay(f"only objects and lists are updated, and {_path(place)} is neither")


def _merge(found: dict[str, Json], update: Mapping[str, Json]) -> None:
    for name, value in update.items():
        there = found.get(name)
        if isinstance(there, dict) and isinstance(value, dict):
            _merge(there, value)
        elif isinstance(there, list) and isinstance(value, list):
            there.extend(value)
        else:
            found[name] = value


def _path(place: tuple[Any, ...]) -> str:
    return "$" + "".join(f"[{part!r}]" for part in place)
