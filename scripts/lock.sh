#!/bin/sh
# Pins the requirements, hashes and all, from pyproject.toml.
# With the oldest Python we support: what newer ones no longer need does them no harm.
# This machine's own pip settings are left out, so that every machine pins the same.
set -eu
cd "$(dirname "$0")/.."
unset PIP_CONSTRAINT PIP_EXTRA_INDEX_URL PIP_FIND_LINKS
export PIP_CONFIG_FILE=/dev/null PIP_DISABLE_PIP_VERSION_CHECK=1

python=${PYTHON:-python3.11}
"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || {
    echo "lock needs Python 3.11. To name it: make lock PYTHON=/path/to/python3.11" >&2
    exit 2
}
[ -x .venv-lock/bin/pip-compile ] || {
    "$python" -m venv .venv-lock
    .venv-lock/bin/pip install --quiet --upgrade pip==26.3 pip-tools==7.6.2
}

pin() {
    .venv-lock/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
        --no-emit-trusted-host "$@" pyproject.toml requirements/build.in
}
pin --output-file requirements/run.txt "$@"
pin --output-file requirements/dev.txt --constraint requirements/run.txt \
    --extra conformance --extra test --extra dev "$@"
# What the image of the conformance suite needs beside run.txt.
pin --output-file requirements/conformance.txt --constraint requirements/dev.txt \
    --extra conformance "$@"
# What a release's checks need beside dev.txt.
pin --output-file requirements/release.txt --constraint requirements/dev.txt \
    --extra release "$@"
# What takes the pictures of docs/room.md, beside dev.txt.
pin --output-file requirements/pictures.txt --constraint requirements/dev.txt \
    --extra pictures "$@"
