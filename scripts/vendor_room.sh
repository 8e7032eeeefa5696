#!/bin/sh
# Brings in the libraries of the control room, as tests/room/package-lock.json pins them.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
target=${1:-src/ecf_sandbox/room/vendor}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp tests/room/package.json tests/room/package-lock.json tests/room/govuk.scss "$folder"
cd "$folder"
npm ci --no-audit --no-fund --silent
npx sass --no-source-map --style=compressed --quiet-deps \
    --load-path=node_modules/govuk-frontend/dist govuk.scss govuk.css
! grep -q -e 'GDS Transport' -e 'url(' govuk.css
cd "$root"

rm -rf "$target"
mkdir -p "$target/licences"
modules=$folder/node_modules

# A browser finds a module by its path, and source maps stay behind.
bring() {
    sed -e '/^\/\/# sourceMappingURL=/d' -e 's|//# sourceMappingURL=.*$||' \
        -e 's|from"preact/hooks"|from"./hooks.js"|g' -e 's|from"preact"|from"./preact.js"|g' \
        -e 's|from"@preact/signals-core"|from"./signals-core.js"|g' "$modules/$1" >"$target/$2"
    # What its types are, for tsc alone.
    printf 'export * from "%s";\n' "$3" >"$target/${2%.js}.d.ts"
}
bring preact/dist/preact.mjs preact.js preact
bring preact/hooks/dist/hooks.mjs hooks.js preact/hooks
bring @preact/signals-core/dist/signals-core.mjs signals-core.js @preact/signals-core
bring @preact/signals/dist/signals.mjs signals.js @preact/signals
bring htm/dist/htm.mjs htm.js htm
printf 'export { default } from "htm";\n' >"$target/htm.d.ts"
cp "$folder/govuk.css" "$target/govuk.css"

for package in preact htm @preact/signals @preact/signals-core; do
    cp "$modules/$package/LICENSE" "$target/licences/$(echo "$package" | tr -d @ | tr / -).txt"
done
# govuk-frontend's archive names its licence and leaves the text out.
cp tests/room/govuk-frontend-licence.txt "$target/licences/govuk-frontend.txt"
(cd "$folder" && node -p '
    const { devDependencies } = require("./package.json");
    ["preact", "htm", "@preact/signals", "@preact/signals-core", "govuk-frontend"]
        .map((name) => `${name} ${devDependencies[name]}`).join("\n")') >"$target/VERSIONS"
! grep -l sourceMappingURL "$target"/*.js
