#!/usr/bin/env bash
# Clippy with the lints of Cargo.toml reports nothing.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"
cd "$root"

check cargo clippy --profile "$profile" --quiet --locked --all-targets -- -D warnings
