"""What a run leaves behind on a target that is not ours, by all that its writes were answered."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ecf_conformance.exchange import Exchange
from ecf_conformance.listing import data_of
from ecf_conformance.participants import STANDING
from ecf_conformance.writes import write_of

_STATUS = {"defer": "deferred", "withdraw": "withdrawn", "resume": "resumed"}


@dataclass(slots=True)
class Leftovers:
    """Takes note of every exchange of a run with an API below a prefix."""

    prefix: str
    _declared: dict[str, str] = field(default_factory=dict)
    _status: dict[str, str] = field(default_factory=dict)
    _found: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))

    def note(self, exchange: Exchange) -> None:
        """Remember what an accepted write made or changed."""
        kind = write_of(exchange, self.prefix)
        if kind is None:
            return
        record = data_of(exchange)
        told = record if isinstance(record, dict) else {}
        id_ = str(told.get("id") or _id_in(exchange))
        if kind in ("declare", "void"):
            attributes = told.get("attributes")
            state = attributes.get("state") if isinstance(attributes, dict) else None
            self._declared[id_] = str(state or ("voided" if kind == "void" else "submitted"))
        elif kind in _STATUS:
            self._status[id_] = _STATUS[kind]
        elif kind == "change-schedule":
            self._found["participants on another schedule"][id_] = None
        elif kind == "partner":
            self._found["partnerships made"][id_] = None
        else:
            self._found["partnerships changed"][id_] = None

    @property
    def all(self) -> Mapping[str, Sequence[str]]:
        """What is left, in words, with the ids of each."""
        standing = [id_ for id_, state in self._declared.items() if state in STANDING]
        clawed = [id_ for id_, state in self._declared.items() if "clawback" in state]
        by_status = {
            f"participants {status}": [id_ for id_, now in self._status.items() if now == status]
            for status in _STATUS.values()
        }
        others = {name: list(ids) for name, ids in self._found.items()}
        found = {
            "declarations not voided": standing,
            "declarations awaiting clawback": clawed,
            **by_status,
            **others,
        }
        return {name: ids for name, ids in found.items() if ids}


def _id_in(exchange: Exchange) -> str:
    """Return the id in the path of a write, for an answer that names none."""
    parts = urlsplit(exchange.url).path.split("/")
    return next((each for each in reversed(parts) if each.count("-") == 4), "an unknown one")
