#!/usr/bin/env bash
# The Rust code is formatted.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"
cd "$root"

check cargo fmt --check
