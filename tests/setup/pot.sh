#!/usr/bin/env bash
# Writes the translation template. Usage: pot.sh [FILE]; the default is php/languages/siren-distributors.pot.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

php "$root/tests/setup/pot.php" "$root/php" >"${1:-$root/php/languages/siren-distributors.pot}"
