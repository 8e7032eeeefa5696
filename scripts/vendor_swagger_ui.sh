#!/bin/sh
# Brings in the reference page's renderer, at the version and digest pinned here.
set -eu
cd "$(dirname "$0")/.."
version=5.35.0
sha256=1b8e891893404ea4c3558b6a87e2a3e494e7eedba41168c2ece5800a391a6ea6
target=src/ecf_sandbox/engine/http/assets/swagger-ui

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm pack --silent --pack-destination "$folder" "swagger-ui-dist@$version"
archive="$folder/swagger-ui-dist-$version.tgz"
found=$(openssl dgst -sha256 "$archive" | sed 's/.*= *//')
[ "$found" = "$sha256" ] || {
    echo "swagger-ui-dist $version has digest $found, and $sha256 is pinned" >&2
    exit 1
}
tar -xzf "$archive" -C "$folder"

rm -rf "$target"
mkdir -p "$target"
cd "$folder/package"
cp swagger-ui-bundle.js swagger-ui-bundle.js.LICENSE.txt favicon-16x16.png favicon-32x32.png \
    LICENSE NOTICE "$OLDPWD/$target/"
# The source maps stay behind, so nothing may ask for them.
sed 's|/\*# sourceMappingURL=.*\*/||' swagger-ui.css >"$OLDPWD/$target/swagger-ui.css"
cd "$OLDPWD"
echo "$version" >"$target/VERSION"
! grep -l sourceMappingURL "$target"/*.js "$target"/*.css
