#!/usr/bin/env bash
# Fetches the front-end files pinned by package.json and package-lock.json and puts the few that the product needs into
# static/vendor (served) and tests/support/vendor (accessibility checks only), with their licences and checksums.
# Needs Node with npm and a package registry; running the product needs neither, the files are committed.
# After adding a name to static/vendor/tabler-icons/icons.txt, run it again: the sprite holds the icons of that list.
set -euo pipefail
cd "$(dirname "$0")/.."

VENDOR=static/vendor
TESTS=tests/support/vendor
SUMS=$VENDOR/SHA256SUMS

command -v npm >/dev/null || { echo "vendor: npm is needed (Debian: nodejs npm)" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp package.json package-lock.json .npmrc "$work"/
npm ci --prefix "$work" --no-audit --no-fund --loglevel=error >/dev/null
modules=$work/node_modules

# A source map that is not shipped is a broken link, which the hashing static storage refuses.
put() { # file in node_modules, target
    mkdir -p "$(dirname "$2")"
    sed -E 's,^//# sourceMappingURL=.*$,,; s,/\*# sourceMappingURL=[^*]*\*/,,' "$modules/$1" >"$2"
    chmod 0644 "$2"
}

put @tabler/core/dist/css/tabler.min.css "$VENDOR/tabler/tabler.min.css"
put @tabler/core/dist/css/tabler-vendors.min.css "$VENDOR/tabler/tabler-vendors.min.css"
put @tabler/core/dist/js/tabler.min.js "$VENDOR/tabler/tabler.min.js"
put htmx.org/dist/htmx.min.js "$VENDOR/htmx/htmx.min.js"
put htmx.org/LICENSE "$VENDOR/htmx/LICENSE"
put tom-select/dist/js/tom-select.complete.min.js "$VENDOR/tom-select/tom-select.complete.min.js"
put tom-select/dist/css/tom-select.bootstrap5.min.css "$VENDOR/tom-select/tom-select.bootstrap5.min.css"
put tom-select/LICENSE "$VENDOR/tom-select/LICENSE"
put @tabler/icons/LICENSE "$VENDOR/tabler-icons/LICENSE"
put axe-core/axe.min.js "$TESTS/axe-core/axe.min.js"
put axe-core/LICENSE "$TESTS/axe-core/LICENSE"
put axe-core/LICENSE-3RD-PARTY.txt "$TESTS/axe-core/LICENSE-3RD-PARTY.txt"

# One sprite of the icons named in icons.txt; a name that the set lacks ends the run.
sprite() {
    local name file
    printf '<svg xmlns="http://www.w3.org/2000/svg">\n'
    while read -r name; do
        file=$modules/@tabler/icons/icons/outline/$name.svg
        [ -f "$file" ] || { echo "vendor: there is no icon named $name" >&2; return 1; }
        printf '<symbol id="%s" viewBox="0 0 24 24" fill="none" stroke="currentColor"' "$name"
        printf ' stroke-width="2" stroke-linecap="round" stroke-linejoin="round">'
        grep -E '^ *<(path|circle|rect|line|polyline|polygon|ellipse) ' "$file" | grep -vF 'M0 0h24v24H0z' | sed -E 's/^ +//; s, />,/>,' | tr -d '\n'
        printf '</symbol>\n'
    done <"$VENDOR/tabler-icons/icons.txt"
    printf '</svg>\n'
}
LC_ALL=C sort -u -o "$VENDOR/tabler-icons/icons.txt" "$VENDOR/tabler-icons/icons.txt"
sprite >"$work/icons.svg"
mv "$work/icons.svg" "$VENDOR/tabler-icons/icons.svg"
chmod 0644 "$VENDOR/tabler-icons/icons.svg"

find "$VENDOR" "$TESTS" -type f ! -path "$SUMS" -print0 | LC_ALL=C sort -z | xargs -0 sha256sum >"$work/sums"
mv "$work/sums" "$SUMS"
chmod 0644 "$SUMS"
echo "vendor: $(wc -l <"$SUMS") files, checksums in $SUMS"
