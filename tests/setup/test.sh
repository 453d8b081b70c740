#!/usr/bin/env bash
# Runs the suites and ends with one line that sums them. Usage: test.sh [SUITE…], all of them without.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
here=$root/tests/setup

# What takes seconds and fails most often comes first.
[ $# -gt 0 ] || set -- format syntax setup stub pot docs clippy rust doctests phpt abuse instructions plugin compat story browser kill
began=$SECONDS
passed=0 failed=0 skipped=0 lines=()
SIREN_RESULT=$(mktemp)
export SIREN_RESULT
trap 'rm -f "$SIREN_RESULT"' EXIT

for suite in "$@"; do
	[ -x "$here/suites/$suite.sh" ] || fail "there is no suite $suite"
	heading "$suite"
	: >"$SIREN_RESULT"
	from=$SECONDS status=0
	"$here/suites/$suite.sh" || status=$?
	p=0 f=0 s=0
	read -r p f s <"$SIREN_RESULT" || true
	# A suite that fails without saying what, or runs nothing at all, is one failure.
	if [ $((p + f + s)) -eq 0 ] || { [ "$status" -ne 0 ] && [ "$f" -eq 0 ]; }; then
		say "$suite ended with status $status after $p passed and $f failed tests"
		f=$((f + 1))
	fi
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
	lines+=("$(printf '%-12s %5d passed, %d failed, %d skipped in %ds' "$suite" "$p" "$f" "$s" "$((SECONDS - from))")")
done

heading "together, in $((SECONDS - began))s"
for line in "${lines[@]}"; do say "$line"; done
[ "$skipped" -eq 0 ] || say "$skipped skipped"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
