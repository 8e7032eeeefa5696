"""Who may ask, and what is seen of other providers."""

from ecf_conformance.cases import Case, of, table
from ecf_conformance.scenario import scenario
from ecf_conformance.target import Ability
from ecf_conformance.v3.edition import IN_REGISTER
from ecf_conformance.v3.provider import NOBODY, Provider

_LISTS = (
    "/participants",
    "/participants/transfers",
    "/unfunded-mentors",
    "/participant-declarations",
    "/partnerships",
    "/delivery-partners",
    "/statements",
)
_WORDS = table(
    Case("Bearer", "Bearer {}"),
    Case("Token", "Token {}"),
    Case("token=", "Token token={}"),
    Case("quoted", 'Bearer token="{}"'),
    Case("with more pairs", 'Token token="{}", key=value'),
)
_STRANGE = table(
    Case("nothing", None),
    Case("an unknown token", "Bearer nobody-has-this-token"),
    Case("another scheme", "Basic {}"),
    Case("a bare token", "{}"),
)


@scenario("V3-AUTH-1", each=_WORDS)
def a_known_token_opens(provider: Provider, case: Case) -> None:
    """A known token is taken after either word, bare, quoted, or with more pairs behind it."""
    said = case.said.format(provider.token)
    provider.call("GET", "/participants", headers={"Authorization": said}).accepted()


@scenario("V3-AUTH-1", each=_STRANGE)
def nobody_else_is_let_in(provider: Provider, case: Case) -> None:
    """Without a known token it is a 401, without a challenge, whatever the path."""
    said = case.said.format(provider.token) if case.said else None
    for path in ("/participants", f"/participants/{NOBODY}"):
        provider.call("GET", path, headers={"Authorization": said}).denied()
    provider.call("GET", "/participants").accepted()


@scenario("V3-AUTH-2", each=of(*_LISTS))
def every_token_opens_every_list(provider: Provider, case: Case) -> None:
    """Every token is a lead provider's: each list is open to it."""
    provider.get(case.name).accepted()


@scenario("V3-AUTH-3", needs={Ability.OTHER})
def anothers_participant_is_as_nobody(provider: Provider) -> None:
    """Another provider's participant is not listed, and a 404 by id and for every act."""
    theirs = provider.other.someone()
    provider.other.reads(theirs).accepted()
    assert theirs.id not in provider.participants(per_page="3000").ids
    for answer in (provider.reads(theirs), provider.defers(theirs), provider.resumes(theirs)):
        answer.not_found()


@scenario("V3-AUTH-3", needs={Ability.OTHER})
def anothers_declaration_is_as_nothing(provider: Provider) -> None:
    """Another provider's declaration is not listed, and a 404 by id and for a void."""
    made = provider.other.declares(provider.other.someone()).done()
    provider.other.reads_declaration(made.id).accepted()
    assert made.id not in provider.declarations(per_page="3000").ids
    provider.reads_declaration(made.id).not_found()
    provider.voids(made).not_found()


@scenario("V3-AUTH-4", ours=IN_REGISTER)
def the_token_is_looked_at_before_the_rest(provider: Provider) -> None:
    """A request that is wrong in many ways is refused for its token first."""
    wrong = {"Authorization": "Bearer nobody", "X-With-Server-Date": "never"}
    provider.call("GET", "/participants?page[page]=0", headers=wrong).denied()
    provider.call("GET", "/participants?page[page]=0").bad_request()
    provider.call("GET", "/participants?page[page]=1").accepted()


@scenario("V3-AUTH-2", needs={Ability.OTHER})
def a_token_speaks_for_its_provider(provider: Provider) -> None:
    """Each token shows its own provider's participants, and not the other's."""
    mine, theirs = provider.someone(), provider.other.someone()
    provider.reads(mine).accepted()
    provider.other.reads(theirs).accepted()
    provider.reads(theirs).not_found()
    provider.other.reads(mine).not_found()
