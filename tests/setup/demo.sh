#!/usr/bin/env bash
# Creates the academy, plays its two months, prints who earned what, and serves wp-admin until Ctrl-C.
# SERVE=0 exits after printing. PORT is the port of the site (8377, or a free one).
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
here=$root/tests/setup
site=$root/target/sites/demo

heading "A WordPress site with the plugin, a shop and an LMS"
"$here/site.sh" "$site"
echo 2026-04-28T12:00:00Z >"$site/clock"
"$here/seed.sh" "$site"
echo "http://127.0.0.1:${PORT:-8377}" >"$site/url"
url=$("$here/serve.sh" "$site")
trap '"$here/stop.sh" "$site"' EXIT
trap 'exit 0' INT TERM
say "8 collaborators, 6 students, 4 courses, 5 products, 4 posts, 3 distributors, at $url"

heading "May and June 2026"
site_php "$root/tests/story/play.php" "$site"

heading "Who earned what, and why"
site_php "$root/tests/story/report.php" "$site"

[ "${SERVE:-1}" != 0 ] || exit 0
cat <<TEXT

wp-admin:  $url/wp-admin/admin.php?page=siren-distributors
log-in:    admin / admin   (everybody else, such as ines or carla: the name is the password)
the shop:  $url/shop/      the school: $url/courses/
Ctrl-C ends it.
TEXT
# The shell handles a signal at once only while it waits for a background process.
while true; do
	sleep 3600 &
	wait $!
done
