#!/usr/bin/env bash
# Creates the story's academy on a fresh test site. Usage: seed.sh DIR
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

site_php "$root/tests/story/seed.php" "$(realpath "$1")"
