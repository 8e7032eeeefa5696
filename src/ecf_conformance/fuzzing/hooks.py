r"""Our hooks and checks for those who run Schemathesis themselves.

    export SCHEMATHESIS_HOOKS=ecf_conformance.fuzzing.hooks
    export ECF_CONFORMANCE_URL=http://127.0.0.1:9000 ECF_CONFORMANCE_TOKEN=...
    schemathesis run openapi/v1.yaml --url "$ECF_CONFORMANCE_URL" \
        -H "Authorization: Bearer $ECF_CONFORMANCE_TOKEN"

The other settings of a target are read from the same environment as by `ecf-conformance run`.
Importing this registers them with Schemathesis for the rest of the process; raises CannotRun.
"""

import atexit
import os
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import Any

from ecf_conformance.document import Document
from ecf_conformance.fuzzing.registration import register
from ecf_conformance.session import Settings, opened
from ecf_conformance.target import CannotRun

_NAMES = ("url", "token", "other_token", "edition", "states", "clock", "admin_token")


def _set_up() -> None:
    said = {name: os.environ.get(f"ECF_CONFORMANCE_{name.upper()}") for name in _NAMES}
    known: dict[str, Any] = {name: value for name, value in said.items() if value}
    if not {"url", "token"} <= known.keys():
        raise CannotRun("set ECF_CONFORMANCE_URL and ECF_CONFORMANCE_TOKEN for these hooks")
    files = (os.environ.get(f"ECF_CONFORMANCE_{name}") for name in ("DOCUMENT", "OVERLAY"))
    document = Document(*(Path(file) if file else None for file in files))
    after = ExitStack()
    atexit.register(after.close)
    target = after.enter_context(opened(Settings(**known)))
    seed = int(os.environ.get("ECF_CONFORMANCE_SEED", "1"))
    register(target.api.observer(target, document, Random(seed), after))


_set_up()
