#!/usr/bin/env bash
# The set-up scripts delete only what they made.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# holds WHAT COMMAND…: one test.
holds() {
	local what=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
	else
		say "failed: $what"
		failed=$((failed + 1))
	fi
}

# A real site looks just like a test site.
mkdir -p "$work/theirs/web"
echo mine >"$work/theirs/web/wp-config.php"
refuses() { ! ( "$root/tests/setup/site.sh" "$1" ) 2>/dev/null; }
holds "a folder that is not ours is refused" refuses "$work/theirs"
holds "and is left alone" grep -q mine "$work/theirs/web/wp-config.php"
refuses_to_make_room() { ! ( make_room "$1" ) 2>/dev/null; }
holds "every script refuses it" refuses_to_make_room "$work/theirs"

(make_room "$work/ours")
touch "$work/ours/old"
(make_room "$work/ours")
holds "a test site is replaced" test ! -e "$work/ours/old"
holds "and is marked again" test -f "$work/ours/$site_marker"
mkdir "$work/empty"
(make_room "$work/empty")
holds "an empty folder may be used" test -f "$work/empty/$site_marker"

result "$passed" "$failed"
say "$passed passed"
[ "$failed" -eq 0 ]
