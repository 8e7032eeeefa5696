"""Any implementation of the provider API, asked as lead providers ask it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from ecf_sandbox.cli.http import AsItIs, NoAnswer, send
from ecf_sandbox.cli.remote import Json, Refused, Unreachable
from ecf_sandbox.cli.world_api import V1, V3

_PARTICIPANTS = {V1: "/api/v1/participants/ecf", V3: "/api/v3/participants"}

_TIMEOUT = 60
_PAGE = 100
_MOST_PAGES = 50


@dataclass(frozen=True, slots=True)
class Reply:
    """A status, and what the body says: JSON, else its text."""

    status: int
    said: Json


@dataclass(frozen=True, slots=True)
class Implementation:
    """Where it is, the tokens there by provider, and which API of it is meant."""

    url: str
    tokens: Mapping[str, str]
    api: str = V1

    @property
    def _participants(self) -> str:
        return _PARTICIPANTS[self.api]

    def ask(
        self,
        provider: str,
        path: str,
        *,
        date: str,
        method: str = "GET",
        body: str = "",
        content_type: str = "",
    ) -> Reply:
        """Make a request on a date; silence ends the command, as does a token it does not know."""
        request = AsItIs(f"{self.url}{path}", data=body.encode() or None, method=method)
        request.add_header("Authorization", f"Bearer {self.tokens[provider]}")
        request.add_header("X-With-Server-Date", date)
        if content_type:
            request.add_header("Content-Type", content_type)
        try:
            status, answer = send(request, timeout=_TIMEOUT)
        except NoAnswer as why:
            raise Unreachable(f"Nobody answers at {self.url} ({why}).") from None
        return Reply(status, said(answer))

    def check_token(self, provider: str, *, date: str) -> None:
        """Raise Refused where it does not know a provider's token."""
        found = self.ask(
            provider, f"{self._participants}?{urlencode({'page[per_page]': 1})}", date=date
        )
        if found.status != 200:
            raise Refused(
                f"{self.url} answers {found.status} to the token of {provider}: "
                f"give --token {provider}=TOKEN."
            )

    def knows(self, provider: str, person: str, *, date: str) -> bool:
        return self.ask(provider, f"{self._participants}/{person}", date=date).status == 200

    def declared(self, provider: str, person: str, *, date: str) -> bool:
        """Return whether anything was declared for a participant."""
        query = urlencode({"filter[participant_id]": person})
        found = self.ask(provider, f"/api/{self.api}/participant-declarations?{query}", date=date)
        return found.status != 200 or bool(found.said["data"])

    def participants(self, provider: str, *, date: str) -> Iterator[Json]:
        """Yield a provider's participants, page by page, as far as is sensible."""
        return self.listed(provider, self._participants, {}, date=date)

    def listed(
        self, provider: str, path: str, filters: Mapping[str, str], *, date: str
    ) -> Iterator[Json]:
        """Yield what a list has, page by page, as far as is sensible; a refusal ends it."""
        for number in range(1, _MOST_PAGES + 1):
            query = urlencode({**filters, "page[page]": number, "page[per_page]": _PAGE})
            page = self.ask(provider, f"{path}?{query}", date=date)
            found = page.said["data"] if page.status == 200 else []
            yield from found
            if len(found) < _PAGE:
                return


def said(body: bytes | str) -> Json:
    """Return what a body says: JSON, else text."""
    try:
        return json.loads(body)
    except ValueError:
        return body if isinstance(body, str) else body.decode("utf-8", "replace")
