"""Words that somebody types, found where words of names, ids and numbers begin."""

import unicodedata
from collections.abc import Sequence


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, without case and accents."""
    return tuple(_folded(text).split())


def fits(words: Sequence[str], name: str | None, id_: str, number: str | None) -> bool:
    """Return whether each word begins a word of the name, the id or the number."""
    folded = _folded(name or "")
    return all(
        id_.startswith(word) or (number or "").startswith(word) or _has_word(folded, word)
        for word in words
    )


def narrowed(words: Sequence[str], name: str, id_: str, number: str) -> tuple[str, dict[str, str]]:
    """Return an SQL condition on three columns that everybody meets who fits, and its values.

    SQLite leaves out most others much faster than Python does. It knows the case of ASCII alone,
    so names with anything else pass.
    """
    values = {f"word_{at}": word for at, word in enumerate(words)}
    conditions = [
        f"({_may_have(name, key, word)} OR length({name}) < length(CAST({name} AS BLOB)) OR "
        f"{_begins(id_, key)} OR {_begins(number, key)})"
        for key, word in values.items()
    ]
    return " AND ".join(conditions), values


def _may_have(name: str, key: str, word: str) -> str:
    """Return a condition that every name in ASCII meets that has a word that begins so.

    Nearly every name has a letter somewhere, so where that is all, words are told apart.
    """
    if len(word) == 1 and word.isalnum():
        return f"' ' || lower({name}) GLOB '*[^a-z0-9]' || :{key} || '*'"
    return f"instr(lower({name}), :{key})"


def _begins(column: str, key: str) -> str:
    return f"substr({column}, 1, length(:{key})) = :{key}"


def _has_word(name: str, beginning: str) -> bool:
    """Return whether a word of a name begins so; apostrophes and hyphens begin words too."""
    at = name.find(beginning)
    while at > 0 and name[at - 1].isalnum():
        at = name.find(beginning, at + 1)
    return at >= 0


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each))
