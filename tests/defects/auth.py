"""Defects of who may ask (AUTH)."""

from dataclasses import replace
from datetime import UTC

from ecf_sandbox.engine.domain.problems import BadRequest, Problem, TooLarge, Unauthorised
from ecf_sandbox.engine.http import access_log, pipeline, server_date
from ecf_sandbox.engine.http.bodies import LARGEST_BODY
from ecf_sandbox.engine.store.world_file import WorldFile
from ecf_sandbox.v1.http import operations, validation, wire
from ecf_sandbox.v1.rules.ownership import Ownership
from ecf_sandbox.v1.service import declarations, participants
from ecf_sandbox.v1.store import listing, records
from ecf_sandbox.v1.store.records import Records
from tests.defects import defect
from tests.kit.breaking import change_arguments, change_handler, change_result

# What breaks where no request is understood.
NEARLY_ALL = (
    "ACT-1 ACT-2 ACT-3 ACT-4 ACT-5 ACT-6 ACT-8 AUTH-3 AUTH-5 DECL-1 DECL-10 DECL-11 "
    "DECL-12 DECL-13 DECL-14 DECL-2 DECL-3 DECL-4 DECL-5 DECL-6 DECL-8 DECL-9 FMT-1 "
    "FMT-2 FMT-3 FMT-4 FMT-5 FMT-6 FMT-7 FMT-8 FMT-9 LIM-1 LIST-1 LIST-2 LIST-3 "
    "LIST-6 PART-1 PART-2 PART-3 PAY-1 PAY-8 REG-1 REG-2 REG-3 TIME-1 TIME-2 TIME-3"
)


def reads_authorization(patch, change):
    """Let a token be looked for in something else than was sent."""
    change_arguments(
        patch, pipeline, "admit", lambda api, worlds, sent: (api, worlds, change(sent))
    )


@defect("AUTH-1")
def schemes_in_any_case(patch):
    """The scheme is compared as HTTP would: `bearer` will do."""
    reads_authorization(patch, lambda sent: sent[:1].upper() + sent[1:6].lower() + sent[6:])


@defect("AUTH-1")
def basic_will_do(patch):
    """`Basic` opens the door too."""
    reads_authorization(patch, lambda sent: sent.replace(b"Basic ", b"Bearer "))


@defect("AUTH-1")
def only_bearer_will_do(patch):
    """The `Token` scheme is not known."""
    reads_authorization(patch, lambda sent: sent if sent.startswith(b"Bearer") else b"")


@defect("AUTH-1")
def no_quotes_are_read(patch):
    """`Token token="..."` is taken literally."""
    reads_authorization(patch, lambda sent: sent.replace(b'"', b"'"))


@defect("AUTH-1")
def quotes_may_be_left_out(patch):
    """`Token token=...` is read too."""
    reads_authorization(patch, lambda sent: sent.replace(b"Token token=n", b"Token n"))


@defect("AUTH-1")
def spaces_before_the_token_are_skipped(patch):
    """Two spaces do as well as one."""
    reads_authorization(patch, lambda sent: b" ".join(sent.split()))


@defect(
    "AUTH-1",
    also=f"AUTH-2 TIME-4 {NEARLY_ALL}",
)
def tokens_in_any_case(patch):
    """A token in capitals opens the door."""
    change_arguments(patch, WorldFile, "provider_of", lambda it, token: (it, token.lower()))


@defect("AUTH-1", also="AUTH-2 AUTH-5 LIM-1")
def the_challenge_is_for_bearer(patch):
    """The 401 asks for another scheme than the service does."""
    patch.setattr(wire, "_CHALLENGE", (b"www-authenticate", b'Bearer realm="Application"'))


@defect("AUTH-1", also="AUTH-2 AUTH-5 LIM-1")
def a_401_in_other_words(patch):
    """The 401 does not say what the service says."""
    patch.setitem(wire._BY_KIND, Unauthorised, Problem("Unauthorised", "Who?", "AUTH-1"))


@defect("AUTH-2")
def the_secret_is_not_looked_at(patch):
    """The provider's name in front is enough of a token."""

    def provider_of(self, token):
        slug = token.partition(".")[0].removesuffix("-token")
        return slug if slug in self._keys else None

    patch.setattr(WorldFile, "provider_of", provider_of)


@defect("AUTH-2", "LIST-5", also="AUTH-3 AUTH-4 LIM-1 PART-3 PAY-8")
def everybody_is_the_first_provider(patch):
    """Every token of a world speaks for the same provider."""
    change_result(patch, WorldFile, "provider_of", lambda slug, *_: slug and "north-star")


@defect("AUTH-2", unseen="the log is not part of any answer")
def the_log_shows_queries(patch):
    """The access log writes the whole target of a request."""
    change_result(
        patch,
        access_log.AccessLog,
        "_line",
        lambda line, _, scope, *__: f"{line.rstrip()} query={scope['query_string'].decode()}\n",
    )


@defect(
    "AUTH-2",
    also=f"AUTH-1 {NEARLY_ALL}",
)
def refusals_repeat_what_was_sent(patch):
    """A 400 quotes the header that it could not read."""

    def read(text, _):
        raise BadRequest(f"X-With-Server-Date {text} is not like 2021-11-25T09:00:00Z")

    patch.setattr(server_date, "read", read)


@defect("AUTH-3", also="PART-3")
def anybodys_participant_is_found_by_id(patch):
    """GET by id does not ask whose participant it is."""
    anybodys = "WHERE p.id = ? ORDER BY r.opened DESC LIMIT 1"
    patch.setattr(Records, "own_record", lambda store, id_, _: store._record(anybodys, id_))


@defect(
    "AUTH-3",
    also="AUTH-2 LIST-1 LIST-2 LIST-3 LIST-4 LIST-6 LIST-7 PART-1 PART-3 REG-1 REG-2",
)
def lists_show_everybodys_participants(patch):
    """The JSON list leaves out whose participants to show."""
    patch.setattr(records.listing, "record_stamps", _whoever(listing.record_stamps))


@defect("AUTH-3", also="LIST-4")
def csv_shows_everybodys_participants(patch):
    """The CSV list leaves out whose participants to show."""
    patch.setattr(records.listing, "all_record_rows", _whoever(listing.all_record_rows))


def _whoever(true):
    def rows(db, _, *rest):
        for (provider,) in db.execute("SELECT key FROM providers").fetchall():
            if found := list(true(db, provider, *rest)):
                return iter(found)
        return iter(())

    return rows


@defect("AUTH-3", also="ACT-5 ACT-7")
def anybodys_participant_can_be_acted_on(patch):
    """An action takes every participant for the provider's own."""
    change_result(patch, participants, "ownership_of", _ours)


@defect("AUTH-3")
def anybodys_participant_can_be_declared(patch):
    """A declaration takes every participant for the provider's own."""
    change_result(patch, declarations, "ownership_of", _ours)


def _ours(known, *_):
    return Ownership.OWN if known is Ownership.OTHERS else known


@defect("AUTH-3", also="ACT-5 ACT-7")
def others_participants_are_as_unknown_as_strangers(patch):
    """Another provider's participant gets the two titles of an unknown one."""
    for module in (participants, declarations):
        change_result(patch, module, "ownership_of", _strangers)


def _strangers(known, *_):
    return Ownership.UNKNOWN if known is Ownership.OTHERS else known


@defect("AUTH-4", also="DECL-7")
def anybodys_declaration_is_found_by_id(patch):
    """Declarations are looked up by id alone, to read and to void."""

    def declaration(self, declaration_id, _):
        return next(iter(self._declarations("WHERE d.id = ?", declaration_id)), None)

    patch.setattr(Records, "declaration", declaration)


@defect("AUTH-4", also="DECL-7")
def declarations_follow_the_participant(patch):
    """Whoever trains a participant now may void what an earlier provider declared."""
    true = Records.declaration

    def declaration(self, declaration_id, provider):
        for slug in [provider, *self.provider_keys]:
            found = true(self, declaration_id, slug)
            if found and self.own_record(found.participant_id, provider):
                return found
        return None

    patch.setattr(Records, "declaration", declaration)


def asks_first(patch, check):
    """Let a check come before that of the token."""
    true = pipeline.answer

    async def answer(api, route, worlds, incoming):
        check(route, incoming.scope, incoming.headers)
        return await true(api, route, worlds, incoming)

    patch.setattr(pipeline, "answer", answer)


@defect("AUTH-5")
def the_date_is_read_before_the_token(patch):
    """A bad date with a bad token is a 400."""
    asks_first(patch, lambda _, scope, __: pipeline.asked_now(scope, UTC))


@defect("AUTH-5")
def the_size_is_looked_at_before_the_token(patch):
    """A large body with a bad token is a 413."""

    def check(_, __, headers):
        if int(headers.get(b"content-length", b"0")) > LARGEST_BODY:
            raise TooLarge

    asks_first(patch, check)


@defect("AUTH-5")
def the_query_is_read_before_the_token(patch):
    """A bad query with a bad token, or a bad date, is a 400 about the query."""
    asks_first(patch, lambda route, scope, _: route.checks.query(scope["query_string"]))


@defect("AUTH-5")
def bodies_are_read_before_the_date(patch):
    """A large body with a bad date is a 413."""
    true = pipeline.asked_now

    def asked_now(scope, zone):
        if int(dict(scope["headers"]).get(b"content-length", b"0")) > LARGEST_BODY:
            raise TooLarge
        return true(scope, zone)

    patch.setattr(pipeline, "asked_now", asked_now)


@defect(
    "AUTH-5",
    also=(
        "ACT-1 ACT-2 ACT-3 ACT-4 ACT-5 ACT-6 ACT-8 AUTH-1 AUTH-3 DECL-1 DECL-10 DECL-11 "
        "DECL-12 DECL-13 DECL-14 DECL-2 DECL-3 DECL-4 DECL-5 DECL-6 DECL-8 DECL-9 FMT-1 "
        "FMT-2 FMT-3 FMT-4 FMT-5 FMT-6 FMT-7 FMT-9 PART-2 PART-3 PAY-1 PAY-8 REG-3 TIME-1 "
        "TIME-3 TIME-4"
    ),
)
def shapes_are_for_the_rules(patch):
    """A body without data gets to the rules and is a 422."""
    for name in operations.OPERATIONS:
        change_handler(patch, name, _shapeless)
    patch.setattr(validation.Checks, "body", lambda _, __, raw: {"data": {"raw": raw}})


def _shapeless(handle):
    return lambda request: handle(replace(request, body={"data": {}}))
