"""A folder of files as they are sent: read once, with their tags, compressed beforehand."""

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ecf_sandbox.engine.http.replies import Headers, Reply, tag_of

STYLES = "styles.css"
SCRIPT = "bundle.js"
VENDOR = "vendor"

_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_FOREVER = (b"cache-control", b"public, max-age=31536000, immutable")
_SAFE: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
]


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file: its content as it is and compressed, and what it is."""

    content: bytes
    packed: bytes
    media_type: bytes
    etag: bytes

    def reply(self, *, gzipped: bool) -> Reply:
        """Return the answer that has it; whoever asks under its digest may keep it for good."""
        headers: Headers = [*_SAFE, _FOREVER]
        if not gzipped:
            return Reply(200, self.content, self.media_type, headers, self.etag)
        headers.append((b"content-encoding", b"gzip"))
        return Reply(200, self.packed, self.media_type, headers, self.etag)


class StaticFolder:
    """All files of a folder, by their path in it; `digest` names the state that they are in.

    Only what a browser asks for is taken: the one script that the modules were made into,
    pictures, and all style sheets as one, those of others first: ours build on them.
    """

    def __init__(self, folder: Path) -> None:
        self.files: Mapping[str, StaticFile] = {
            STYLES: _file(_styles(folder), ".css"),
            **{
                path.relative_to(folder).as_posix(): _file(path.read_bytes(), path.suffix)
                for path in _sent(folder)
            },
        }
        digest = sha256()
        for name, file in self.files.items():
            digest.update(name.encode() + file.etag)
        self.digest = digest.hexdigest()[:16]


def _sent(folder: Path) -> Iterator[Path]:
    return (
        path for path in sorted(folder.iterdir()) if path.name == SCRIPT or path.suffix == ".svg"
    )


def _styles(folder: Path) -> bytes:
    sheets = sorted(folder.rglob("*.css"), key=lambda path: (path.parent.name != VENDOR, path))
    return b"\n".join(each.read_bytes() for each in sheets)


def _file(content: bytes, suffix: str) -> StaticFile:
    return StaticFile(
        content,
        gzip.compress(content, mtime=0),
        f"{_TYPES[suffix]}; charset=utf-8".encode(),
        tag_of(sha256(content).hexdigest()[:32]),
    )
