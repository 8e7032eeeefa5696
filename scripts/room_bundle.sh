#!/bin/sh
# Writes the one script that a browser loads from the modules of the control room, with esbuild.
set -eu
cd "$(dirname "$0")/.."
target=${1:-src/ecf_sandbox/room/bundle.js}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp tests/room/package.json tests/room/package-lock.json "$folder"
cp -R src/ecf_sandbox/room "$folder/room"
(cd "$folder" && npm ci --no-audit --no-fund --silent && npx esbuild room/main.js --bundle --minify \
    --format=esm --target=es2022 --log-level=warning --outfile=bundle.js \
    '--banner:js=// Made by scripts/room_bundle.sh from the modules of this folder.')
mv "$folder/bundle.js" "$target"
