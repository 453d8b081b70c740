#!/usr/bin/env bash
# The plugin's classes on a real WordPress. Arguments go to PHPUnit: --filter NAME.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"
cd "$root"

site=$root/target/sites/plugin
tests/setup/site.sh "$site"
SIREN_TEST_SITE=$site/web phpunit_suite --configuration tests/plugin/phpunit.xml "$@"
