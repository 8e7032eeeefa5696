#!/bin/sh
# Writes the types of the control API that the control room is checked with, from its document.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-.venv/bin/python}
target=${1:-src/ecf_sandbox/room/control.d.ts}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp tests/room/package.json tests/room/package-lock.json "$folder"
"$python" -c '
import json
from ecf_sandbox.apis import APIS
from ecf_sandbox.engine.http.app import Documents
print(json.dumps(Documents(APIS).control[APIS.first.name].read().json))' >"$folder/control.json"
(cd "$folder" && npm ci --no-audit --no-fund --silent \
    && npx openapi-typescript control.json --output control.d.ts >/dev/null)
mv "$folder/control.d.ts" "$target"
