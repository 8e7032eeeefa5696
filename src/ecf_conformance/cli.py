"""The console script: it needs the `conformance` extra, and says so."""

import io
import sys

_EXTRA = ("httpx2", "jsonpath", "schemathesis")
_MISSING = (
    "ecf-conformance needs its extra: pip install 'ecf-sandbox[conformance]', "
    "or in a checkout: pip install '.[conformance]'\n"
)


def main(name: str = "ecf-conformance") -> None:
    """Run the command line, by the name that it was called by."""
    try:
        from ecf_conformance.commands import command  # noqa: PLC0415  # may lack its extra
    except ModuleNotFoundError as missing:
        if missing.name not in _EXTRA:
            raise
        sys.stderr.write(_MISSING)
        sys.exit(2)
    _replace_unprintable()
    command(prog_name=name)


def _replace_unprintable() -> None:
    """Print `?` for each character that the output's encoding does not have."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


if __name__ == "__main__":
    main()
