#!/usr/bin/env bash
# The examples in the Rust documentation.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"
cd "$root"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
cargo test --profile "$profile" --locked --doc 2>&1 | tee "$log" || status=$?
result "$(number '^test result: .* ([0-9]+) passed' "$log")" "$(number '^test result: .* ([0-9]+) failed' "$log")"
exit "$status"
