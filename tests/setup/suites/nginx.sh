#!/usr/bin/env bash
# Visits through nginx and PHP-FPM, as most sites are served. Installs nothing, so it only runs by name, if both exist.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"
cd "$root"

for program in nginx php-fpm8.2; do
	command -v "$program" >/dev/null || fail "$program is missing" "the Debian packages are nginx-light and php8.2-fpm"
done
site=$root/target/sites/nginx
tests/setup/site.sh "$site"
SIREN_TEST_NGINX=1 SIREN_TEST_SITE=$site/web phpunit_suite --configuration tests/plugin/phpunit.xml --filter HttpTest "$@"
