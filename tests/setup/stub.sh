#!/usr/bin/env bash
# Writes php/siren.stub.php from the built extension and the documentation in src/binding. Usage: stub.sh [FILE]
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

stub=${1:-$root/php/siren.stub.php}
fresh=$(mktemp)
trap 'rm -f "$fresh"' EXIT
site_php "$root/tests/setup/stub.php" "$root/src/binding" >"$fresh"
php -l "$fresh" >/dev/null
cat "$fresh" >"$stub"
