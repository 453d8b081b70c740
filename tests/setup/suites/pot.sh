#!/usr/bin/env bash
# php/languages/siren-distributors.pot has every text of the plugin.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"
cd "$root"

fresh=$(mktemp)
trap 'rm -f "$fresh"' EXIT
tests/setup/pot.sh "$fresh"
check diff -u --label 'php/languages/siren-distributors.pot, as committed' --label 'as the plugin says' php/languages/siren-distributors.pot "$fresh" ||
	fail "php/languages/siren-distributors.pot is out of date" "run: make pot"
