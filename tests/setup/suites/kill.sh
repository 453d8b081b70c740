#!/usr/bin/env bash
# The same two months with the web server killed at random moments of every request. Arguments go to PHPUnit.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"
cd "$root"

phpunit_suite --bootstrap tests/story/lib/load.php "$@" tests/story/KillTest.php
