"""Defects of what saves sending an answer again, or at length: tags and compression (FMT-8)."""

from dataclasses import replace

from ecf_sandbox.engine.http import replies, sending
from tests.defects import defect
from tests.defects.wire import sends
from tests.kit.breaking import change_arguments, change_result


@defect("FMT-8")
def a_tag_that_never_changes(patch):
    """Every answer has the same tag."""
    patch.setattr(replies, "tag_of", lambda _: b'W/"1"')


@defect("FMT-8")
def tags_are_strong(patch):
    """Tags promise the very bytes."""
    change_result(patch, replies, "tag_of", lambda tag, _: tag.removeprefix(b"W/"))


@defect("FMT-8")
def a_tag_of_its_own_each_time(patch):
    """A tag changes although the answer does not."""
    numbers = iter(range(1_000_000))
    patch.setattr(replies, "tag_of", lambda _: b'W/"%d"' % next(numbers))


@defect("FMT-8")
def lists_have_no_tags(patch):
    """CSV answers have no tag."""
    sends(patch, lambda it: replace(it, etag=None) if it.media_type == b"text/csv" else it)


@defect("FMT-8")
def one_tag_at_a_time(patch):
    """`If-None-Match` is compared as a whole."""
    patch.setattr(sending, "_knows", lambda asked, etag: asked in (etag, etag[2:], b"*"))


@defect("FMT-8")
def tags_are_compared_strongly(patch):
    """The tag without its W/ is another."""
    patch.setattr(
        sending,
        "_knows",
        lambda asked, etag: asked is not None and (etag in asked or asked == b"*"),
    )


@defect("FMT-8")
def a_star_is_no_tag(patch):
    """`If-None-Match: *` matches nothing."""
    change_result(patch, sending, "_knows", lambda known, asked, _: known and asked != b"*")


@defect("FMT-8")
def nothing_is_packed(patch):
    """gzip is not offered."""
    patch.setattr(sending, "accepts_gzip", lambda _: False)


@defect("FMT-8")
def everything_is_packed(patch):
    """gzip comes to whoever did not ask."""
    patch.setattr(sending, "accepts_gzip", lambda _: True)


@defect("FMT-8")
def the_weight_of_gzip_does_not_count(patch):
    """`gzip;q=0` is taken for a wish for gzip."""
    patch.setattr(sending, "accepts_gzip", lambda asked: b"gzip" in asked.lower())


@defect("FMT-8")
def packed_answers_state_their_plain_length(patch):
    """`Content-Length` is that of the answer before gzip."""
    plain = []
    change_result(patch, sending, "_length", lambda length, _: plain.append(length) or plain[0])


@defect("FMT-8")
def caches_are_not_told_of_gzip(patch):
    """Answers do not vary with `Accept-Encoding`."""
    change_arguments(
        patch, sending, "_send", lambda send, status, headers, chunks: (
            send, status, [each for each in headers if each[0] != b"vary"], chunks
        ),
    )  # fmt: skip
