#!/usr/bin/env bash
# The paths that must stay fast take as many instructions as recorded. Counted, not timed, so that a busy machine gives the
# same result as an idle one. Each Cargo profile has its own figures. --renew records the current counts.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"
here=$root/tests/instructions

# Tolerance in percent, because compilers and libraries differ between machines.
tolerance=10

# instructions PATH COUNT: instructions of the script. Without php.ini, because other extensions would be counted too.
instructions() {
	local log=$work/$1-$2
	valgrind --tool=callgrind --callgrind-out-file=/dev/null --log-file="$log" \
		php -n -d "extension=$extension" "$here/$1.php" "$2" >&2 || { cat "$log" >&2; return 1; }
	sed -nE 's/^==[0-9]+== Collected : ([0-9]+)$/\1/p' "$log" | grep .
}

# each PATH LESS MORE: instructions for one more, without start-up and preparation.
each() {
	local less more
	less=$(instructions "$1" "$2")
	more=$(instructions "$1" "$3")
	echo $(((more - less) / ($3 - $2)))
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
each record 500 3000 >"$work/record"
each fold 500 3000 >"$work/fold"
# More than ten people, because fifty rows go into one statement and repeated values at the same position cost less. And
# many, because the work of malloc depends on the layout of the heap.
each run 30 120 >"$work/run"

if [ "${1:-}" = --renew ]; then
	for path in record fold run; do echo "$path $(cat "$work/$path")"; done >"$here/figures-$profile"
	cat "$here/figures-$profile"
	exit
fi

passed=0 failed=0
while read -r path expected; do
	found=$(cat "$work/$path")
	if [ $((found * 100)) -le $((expected * (100 + tolerance))) ] && [ $((found * 100)) -ge $((expected * (100 - tolerance))) ]; then
		say "$path: $found instructions each, as expected ($expected)"
		passed=$((passed + 1))
	else
		say "$path: $found instructions each; $expected were expected, ± $tolerance%"
		failed=$((failed + 1))
	fi
done <"$here/figures-$profile"
result "$passed" "$failed"
[ "$failed" -eq 0 ] || fail "the record, fold or run path costs more, or less, than it did" \
	"fix it; or, if the change is intended, say so in the commit and run: tests/setup/suites/instructions.sh --renew"
