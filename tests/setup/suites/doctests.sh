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
# Examples that must not compile have a result line of their own.
sum() { awk -v word="$1" '/^test result:/ { for (i = 2; i <= NF; i++) if ($i ~ "^" word) n += $(i - 1) } END { print n + 0 }' "$log"; }
result "$(sum passed)" "$(sum failed)"
exit "$status"
