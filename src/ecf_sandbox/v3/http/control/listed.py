"""Answers that list what a world has many of."""

import tempfile
from collections.abc import Iterable
from typing import BinaryIO, cast

import orjson

from ecf_sandbox.engine.http.document import Json
from ecf_sandbox.engine.http.replies import Reply

_IN_MEMORY = 1_000_000


def listed(name: str, found: Iterable[Json]) -> Reply:
    """Answer with a list as JSON, in a file where it is long: there may be millions."""
    file = cast("BinaryIO", tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115  # whoever sends it closes it
    file.write(b'{"%s":[' % name.encode("ascii"))
    for number, each in enumerate(found):
        file.write((b"," if number else b"") + orjson.dumps(each))
    file.write(b"]}")
    return Reply(200, file, media_type=b"application/json")
