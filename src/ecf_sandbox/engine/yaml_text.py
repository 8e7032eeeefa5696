"""YAML in and out; its library is imported by whoever needs it, since starts do not."""

from typing import Any

Json = Any


def load(text: bytes) -> Json:
    """Return what YAML says, read by libyaml where that is there."""
    import yaml  # noqa: PLC0415  # a start finds what it needs in the cache

    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def dump(json: Json) -> bytes:
    """Return JSON as YAML, everything written out: a reader need not know YAML's aliases."""
    import yaml  # noqa: PLC0415  # as above

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, _: object) -> bool:
            return True

    dumped: bytes = yaml.dump(
        json, Dumper=Dumper, encoding="utf-8", sort_keys=False, width=110, allow_unicode=True
    )
    return dumped
