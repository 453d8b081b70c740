#!/usr/bin/env bash
# The Rust tests. cargo-nextest runs them where it is installed; building it takes longer than they do, so it is not asked for.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"
cd "$root"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
if cargo nextest --version >/dev/null 2>&1; then
	cargo nextest run --cargo-profile "$profile" --locked --no-fail-fast 2>&1 | tee "$log" || status=$?
	passed=$(number 'tests? run: ([0-9]+) passed' "$log")
	run=$(number '[^0-9/]([0-9]+) tests? run:' "$log")
	skipped=$(number '([0-9]+) skipped' "$log")
	result "$passed" "$((run - passed))" "$skipped"
else
	cargo test --profile "$profile" --locked --no-fail-fast --lib --bins --tests 2>&1 | tee "$log" || status=$?
	sed -nE 's/^test result: .* ([0-9]+) passed; ([0-9]+) failed; ([0-9]+) ignored.*/\1 \2 \3/p' "$log" |
		awk '{ passed += $1; failed += $2; skipped += $3 } END { print passed + 0, failed + 0, skipped + 0 }' >"${SIREN_RESULT:-/dev/null}"
fi
exit "$status"
