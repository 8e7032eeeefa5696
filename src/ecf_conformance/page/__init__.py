"""The HTML report: one page that needs nothing else, not even a network."""

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ecf_conformance.exchange import Secrets
from ecf_conformance.fuzz_report import printable
from ecf_conformance.page.view import view
from ecf_conformance.run import Result

_HERE = Path(__file__).parent


def write_html(result: Result, secrets: Secrets, file: Path) -> None:
    """Write the HTML report."""
    file.write_text(as_html(result, secrets), encoding="utf-8", errors="replace")


def as_html(result: Result, secrets: Secrets) -> str:
    """Return a run as a page. Whatever a target answered is text in it, and never markup.

    Its policy lets no script run but the page's own, and nothing be fetched. Tokens are taken
    out of every text as it is written.
    """
    script = _read("report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    templates = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda each: _safe(each, secrets),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = templates.get_template("report.html")
    own = {"style": _read("report.css"), "script": script, "digest": digest}
    return page.render(it=view(result, secrets), **own)


def _safe(each: object, secrets: Secrets) -> object:
    """Return what is shown without tokens and without what cannot be; markup is made of such."""
    if isinstance(each, Markup) or not isinstance(each, str):
        return each
    return printable(secrets.masked(each))


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
