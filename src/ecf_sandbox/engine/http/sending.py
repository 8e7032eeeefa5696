"""How answers are sent: tags, gzip, chunks."""

import gzip
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from anyio import to_thread
from starlette.types import Send

from ecf_sandbox.engine.http.replies import Headers, Reply, answer_file

_CHUNK = 256 * 1024
_WORTH_GZIP = 1_000
_LONG_TO_GZIP = 64 * 1024
_GZIP_LEVEL = 5
_NOT_MODIFIED = 304
_WITHOUT_BODY = frozenset({204, _NOT_MODIFIED})


@dataclass(slots=True)
class Sent:
    """What was sent: its body up to what was to be kept of it, before any compression.

    One tag, one body: what has no tag may be anything.
    """

    status: int
    headers: Headers
    body: bytes
    tag: bytes | None = None


async def send_reply(
    reply: Reply,
    send: Send,
    asked: Mapping[bytes, bytes],
    *,
    keep: int = 0,
    cut_after: int | None = None,
) -> Sent:
    """Send an answer as the request's headers ask for it, and return what was sent.

    A tag that the client knows makes it 304, and `Accept-Encoding` gzip. HEAD is answered
    like GET: the server leaves the body out. One that is cut promises its whole length, is
    not compressed, and leaves it to the caller to close the connection.

    Rules: FMT-8.
    """
    whole = cut_after is None
    headers: Headers = [(b"content-type", reply.media_type)] if reply.media_type else []
    headers += reply.headers
    if reply.etag:
        headers += [(b"etag", reply.etag), (b"vary", b"accept-encoding")]
        if _knows(asked.get(b"if-none-match"), reply.etag):
            _close(reply)
            await _send(send, _NOT_MODIFIED, headers[1:], iter(()), whole=whole)
            return Sent(_NOT_MODIFIED, headers[1:], b"")
    kept = reply.beginning(keep)[:cut_after]
    length = _length(reply)
    if whole and _to_be_gzipped(reply, length, asked):
        headers.append((b"content-encoding", b"gzip"))
        is_long = length >= _LONG_TO_GZIP
        reply = await to_thread.run_sync(_gzipped, reply) if is_long else _gzipped(reply)
        length = _length(reply)
    if reply.status not in _WITHOUT_BODY:
        headers.append((b"content-length", b"%d" % length))
    try:
        chunks = _chunks(reply) if cut_after is None else _cut(_chunks(reply), cut_after)
        await _send(send, reply.status, headers, chunks, whole=whole)
    finally:
        _close(reply)
    return Sent(reply.status, headers, kept, reply.etag if whole else None)


async def _send(
    send: Send, status: int, headers: Headers, chunks: Iterator[bytes], *, whole: bool
) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    ready = next(chunks, b"")
    for chunk in chunks:
        await send({"type": "http.response.body", "body": ready, "more_body": True})
        ready = chunk
    await send({"type": "http.response.body", "body": ready, "more_body": not whole})


def _knows(if_none_match: bytes | None, etag: bytes) -> bool:
    """Return whether the client has this answer already; tags compare weakly."""
    if if_none_match is None:
        return False
    opaque = etag.removeprefix(b"W/")
    known = (tag.strip().removeprefix(b"W/") for tag in if_none_match.split(b","))
    return any(tag in (opaque, b"*") for tag in known)


def _to_be_gzipped(reply: Reply, length: int, asked: Mapping[bytes, bytes]) -> bool:
    packed = any(name == b"content-encoding" for name, _ in reply.headers)
    return length >= _WORTH_GZIP and accepts_gzip(asked.get(b"accept-encoding", b"")) and not packed


def accepts_gzip(accept_encoding: bytes) -> bool:
    """Return whether a client takes gzip."""
    for coding in accept_encoding.lower().split(b","):
        name, _, weight = coding.partition(b";")
        if name.strip() == b"gzip":
            return weight.replace(b" ", b"") not in (b"q=0", b"q=0.0", b"q=0.00", b"q=0.000")
    return False


def _gzipped(reply: Reply) -> Reply:
    """Return a reply compressed; the same content always gives the same bytes."""
    if isinstance(reply.content, bytes):
        return replace(reply, content=gzip.compress(reply.content, _GZIP_LEVEL, mtime=0))
    packed = answer_file()
    with gzip.GzipFile("", "wb", _GZIP_LEVEL, packed, mtime=0) as packer:
        reply.content.seek(0)
        shutil.copyfileobj(reply.content, packer, _CHUNK)
    _close(reply)
    return replace(reply, content=packed)


def _length(reply: Reply) -> int:
    if isinstance(reply.content, bytes):
        return len(reply.content)
    return reply.content.seek(0, 2)


def _chunks(reply: Reply) -> Iterator[bytes]:
    if isinstance(reply.content, bytes):
        yield reply.content
        return
    reply.content.seek(0)
    while chunk := reply.content.read(_CHUNK):
        yield chunk


def _cut(chunks: Iterator[bytes], length: int) -> Iterator[bytes]:
    """Yield so many bytes of some chunks, and no more."""
    for chunk in chunks:
        yield chunk[:length]
        length -= len(chunk)
        if length <= 0:
            return


def _close(reply: Reply) -> None:
    if not isinstance(reply.content, bytes):
        reply.content.close()
