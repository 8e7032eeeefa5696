"""The control room of a world of its own, on a server that many tests share."""

from dataclasses import dataclass

import httpx2

_LISTS = {"guidance": "/api/v1/participants/ecf", "register": "/api/v3/participants"}


@dataclass(frozen=True, slots=True)
class RoomWorld:
    """A world with the personas alone, whose clock stands still."""

    url: str
    id: str
    edition: str
    token: str

    @property
    def path(self) -> str:
        """Where the control room has it."""
        return f"/room/worlds/{self.id}"

    @property
    def list_path(self) -> str:
        """The path of its API's list of participants."""
        return _LISTS[self.edition]

    def person(self, number: int) -> str:
        """Return the page of a persona by the last digits of its id."""
        return f"{self.path}/people/00000000-0000-4000-8000-{number:012}"

    def control(self, method: str, rest: str = "", body: object = None) -> httpx2.Response:
        """Make a control call about the world that must work."""
        answer = httpx2.request(method, f"{self.url}/sandbox/worlds/{self.id}{rest}", json=body)
        assert answer.is_success, answer.text
        return answer

    def ask(self, path: str = "", **sent: object) -> httpx2.Response:
        """Ask the provider API of its people, or of another path."""
        headers = {"Authorization": f"Bearer {self.token}"}
        method = "POST" if sent else "GET"
        path = path or self.list_path
        return httpx2.request(method, self.url + path, headers=headers, **sent)


def make_world(url: str, world_id: str, edition: str = "guidance", **options: object) -> RoomWorld:
    """Make a world that nobody else uses."""
    spec = {"id": world_id, "edition": edition, "participants": 0, "ticking": False, **options}
    answer = httpx2.post(f"{url}/sandbox/worlds", json=spec)
    assert answer.status_code == 201, answer.text
    return RoomWorld(url, world_id, edition, answer.json()["providers"][0]["token"])
