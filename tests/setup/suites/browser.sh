#!/usr/bin/env bash
# A user with a browser on the academy's site: every task in wp-admin, and an axe check of each screen. Arguments go to
# node: --test-name-pattern NAME. The pictures are in target/screenshots. SIREN_BROWSER_RUN names another file than all.js.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"
cd "$root"

site=$root/target/sites/browser
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
	fail "Chromium is missing" "as root: apt-get install chromium"
if ! [ tests/browser/node_modules -nt tests/browser/package-lock.json ]; then
	patiently "Installing the browser driver" npm --prefix tests/browser ci --no-audit --no-fund --loglevel=error --no-update-notifier
	touch tests/browser/node_modules
fi

tests/setup/site.sh "$site"
echo 2026-04-28T12:00:00Z >"$site/clock"
tests/setup/seed.sh "$site"
site_php tests/browser/pages.php "$site/web"
trap 'tests/setup/stop.sh "$site"' EXIT
SIREN_WORKERS=3 tests/setup/serve.sh "$site" >/dev/null
patiently "Playing the academy's two months" site_php tests/story/play.php "$site"

log=$(mktemp)
status=0
SIREN_SITE=$site SIREN_CHROMIUM=$browser SIREN_SCREENSHOTS=$root/target/screenshots \
	node --test-reporter=spec --test-reporter-destination=stdout --test-reporter=tap --test-reporter-destination="$log" "$@" "tests/browser/${SIREN_BROWSER_RUN:-all.js}" || status=$?
result "$(number '^# pass ([0-9]+)' "$log")" "$(number '^# fail ([0-9]+)' "$log")" "$(number '^# skipped ([0-9]+)' "$log")"
rm -f "$log"
exit "$status"
