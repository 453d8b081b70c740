#!/usr/bin/env bash
# Attacks: what each gained and what the owner saw. Arguments: scripts of tests/abuse; all of them by default.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"
cd "$root"

[ -e "$extension" ] || fail "the extension is not built" "run: make build"
[ $# -gt 0 ] || set -- tests/abuse/*.php
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0 passed=0 failed=0
for script in "$@"; do
	# Without php.ini, so only our extension and PHP's built-in ones are loaded.
	php -n -d "extension=$extension" "$script" 2>&1 | tee "$log" || status=1
	passed=$((passed + $(number '^passed ([0-9]+) failed [0-9]+$' "$log")))
	failed=$((failed + $(number '^passed [0-9]+ failed ([0-9]+)$' "$log")))
done
result "$passed" "$failed"
exit "$status"
