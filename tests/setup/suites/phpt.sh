#!/usr/bin/env bash
# The extension's functions, one .phpt file each, run by PHP's own test runner. Arguments: files; all by default.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"
cd "$root"

for runner in "$(php-config --extension-dir)/build/run-tests.php" "$(php-config --prefix)/lib/php/build/run-tests.php"; do
	[ ! -e "$runner" ] || break
done
[ -e "$runner" ] || fail "PHP's run-tests.php is missing; the package php8.2-dev contains it"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
[ $# -gt 0 ] || set -- tests/phpt
TEST_PHP_EXECUTABLE=$(command -v php) NO_INTERACTION=1 \
	php "$runner" -q -n -g FAIL,XFAIL,BORK,WARN,LEAK,SKIP --show-diff -d "extension=$extension" "$@" 2>&1 | tee "$log" || status=$?
result "$(number '^Tests passed +: +([0-9]+)' "$log")" "$(number '^Tests failed +: +([0-9]+)' "$log")" "$(number '^Tests skipped +: +([0-9]+)' "$log")"
exit "$status"
