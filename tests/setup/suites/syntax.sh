#!/usr/bin/env bash
# Every PHP file can be parsed.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"
cd "$root"

passed=0
failed=0
while IFS= read -r -d '' file; do
	if php -l "$file" >/dev/null; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
	fi
done < <(find php tests -name '*.php' -print0)
say "$passed files parsed"
result "$passed" "$failed"
[ "$failed" -eq 0 ]
