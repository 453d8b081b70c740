#!/usr/bin/env bash
# Builds once and runs the suites in two parallel lanes: those of cargo, and those that run the extension in PHP. Prints the
# totals at the end. Usage: test.sh [SUITE…]; all suites by default.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
here=$root/tests/setup
export SIREN_PROFILE=checked

cargo_lane=(clippy rust doctests)
# Fast suites that fail most often come first.
php_lane=(format syntax setup pot stub docs phpt abuse instructions plugin compat story browser kill)
if [ $# -gt 0 ]; then
	cargo_lane=() php_lane=()
	for suite in "$@"; do
		[ -x "$here/suites/$suite.sh" ] || fail "unknown suite $suite"
		case $suite in
			clippy | rust | doctests) cargo_lane+=("$suite") ;;
			*) php_lane+=("$suite") ;;
		esac
	done
fi

began=$SECONDS
results=$(mktemp -d)
lanes=()
# Interrupting this script stops both lanes and everything they started.
stop() {
	local lane
	for lane in "${lanes[@]}"; do kill -- "-$lane" 2>/dev/null || true; done
	rm -rf "$results"
}
trap stop EXIT
trap 'exit 130' INT TERM

# run SUITE: runs a suite and notes its totals. Its output appears when it has finished, so that the lanes do not mix.
run() {
	local suite=$1 from=$SECONDS status=0 p=0 f=0 s=0
	say "$suite …"
	SIREN_RESULT=$results/$suite.count "$here/suites/$suite.sh" >"$results/$suite.log" 2>&1 || status=$?
	[ ! -e "$results/$suite.count" ] || read -r p f s <"$results/$suite.count" || true
	{
		heading "$suite"
		cat "$results/$suite.log" >&2
		# A suite that fails without totals, or runs no test, counts as one failure.
		if [ $((p + f + s)) -eq 0 ] || { [ "$status" -ne 0 ] && [ "$f" -eq 0 ]; }; then
			say "$suite ended with status $status after $p passed and $f failed tests"
			f=$((f + 1))
		fi
	} 2>"$results/$suite.told"
	# In one write, because the other lane writes too.
	cat "$results/$suite.told" >&2
	echo "$p $f $s $((SECONDS - from))" >"$results/$suite.sum"
}

# lane SUITE…: runs suites one after the other, in a separate process group.
lane() {
	[ $# -gt 0 ] || return 0
	set -m
	(
		set +m
		for suite in "$@"; do run "$suite"; done
	) &
	lanes+=($!)
	set +m
}

# Together with the tests, because their dependencies change features of shared crates, and the library would be built twice.
patiently "Building the library and the tests" cargo build --profile "$SIREN_PROFILE" --locked --lib --bins --tests
lane "${cargo_lane[@]}"
lane "${php_lane[@]}"
while [ -n "$(jobs -rp)" ]; do
	sleep 1
	seconds=$((SECONDS - began))
	[ $((seconds % 60)) -ne 0 ] || say "… after $((seconds / 60)) min"
done

passed=0 failed=0 skipped=0
heading "Total: $((SECONDS - began))s"
for suite in "${php_lane[@]}" "${cargo_lane[@]}"; do
	read -r p f s took <"$results/$suite.sum" || { p=0 f=1 s=0 took=0; }
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
	say "$(printf '%-12s %5d passed, %d failed, %d skipped in %ds' "$suite" "$p" "$f" "$s" "$took")"
done
[ "$skipped" -eq 0 ] || say "$skipped skipped"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
