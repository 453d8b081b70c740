#!/usr/bin/env bash
# Runs every command of README.md, UPGRADING.md, SECURITY.md and docs on a new ledger and site, and compares the output with
# the page; checks that what the pages link to, name and quote exists. See tests/docs.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"
cd "$root"

verify=$(dirname "$extension")/siren-verify
[ -x "$verify" ] || fail "$verify is missing" "run: make build"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -m 700 "$work/ledger" "$work/extensions"
mkdir "$work/bin"
ln -s "$extension" "$work/libsiren.so"
ln -s "$extension" "$work/extensions/siren.so"
ln -s "$verify" "$work/bin/siren-verify"
# PHP as on a server where the extension is installed.
printf '#!/bin/sh\nexec "%s" -d "extension=%s" "$@"\n' "$(command -v php)" "$work/extensions/siren.so" >"$work/bin/php"
chmod +x "$work/bin/php"
"$work/bin/php" tests/docs/ledger.php "$work/ledger"
say "creating the academy's ledger"

site=$root/target/sites/docs
tests/setup/site.sh "$site"
say "creating a site"

read -r passed failed < <(php tests/docs/references.php)
read -r run wrong < <(wordpress=$site/web extensions=$work/extensions php tests/docs/commands.php "$work")
result "$((passed + run))" "$((failed + wrong))"
[ "$((failed + wrong))" -eq 0 ]
