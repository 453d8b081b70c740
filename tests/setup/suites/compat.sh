#!/usr/bin/env bash
# The lifecycles of tests/compat on the real plugins. SIREN_COMPAT_PLUGINS names a folder that holds them, each in a folder of
# its own name; those that are missing are skipped. SIREN_COMPAT_WORDPRESS names a WordPress for them, since most ask for
# a newer one than the other suites have. Arguments: folder names; all by default.
#
# Real plugins need a real database: the suite starts its own MariaDB, which only a socket leads to.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"
cd "$root"

if [ -z "${SIREN_COMPAT_PLUGINS:-}" ]; then
	say "skipped: SIREN_COMPAT_PLUGINS names no folder with the plugins"
	result 0 0 1
	exit 0
fi
command -v mariadbd >/dev/null || fail "these tests need MariaDB" "apt-get install mariadb-server"

# Folder, main file, the start of the names of its test classes, and after a colon how orders are stored, where there is a
# choice, or that WooCommerce sells the courses.
suites=(
	"woocommerce woocommerce.php WooCommerce:tables"
	"woocommerce woocommerce.php WooCommerce:posts"
	"dokan-lite dokan.php DividedOrders"
	"dc-woocommerce-multi-vendor dc_product_vendor.php DividedOrders"
	"wc-vendors class-wc-vendors.php DividedOrders"
	"deposits-partial-payments-for-woocommerce start.php Instalments"
	"easy-digital-downloads easy-digital-downloads.php EasyDigitalDownloads"
	"lifterlms lifterlms.php LifterLms"
	"lifterlms lifterlms.php ShopAndLms:by-woocommerce"
	"tutor tutor.php TutorLms"
	"tutor tutor.php ShopAndLms:by-woocommerce"
	"learnpress learnpress.php LearnPress"
	"sensei-lms sensei-lms.php SenseiLms"
	"masterstudy-lms-learning-management-system masterstudy-lms-learning-management-system.php MasterStudyLms"
)

site=$root/target/sites/compat
SIREN_COMPAT_WORDPRESS=${SIREN_COMPAT_WORDPRESS:-$(tests/setup/wordpress.sh)/web}
export SIREN_COMPAT_WORDPRESS SIREN_COMPAT_PLUGINS
# The path of a socket may not be longer than 107 bytes; that of a checkout may.
server=$(mktemp -d)
stop_server() {
	[ ! -s "$server/pid" ] || kill "$(cat "$server/pid")" 2>/dev/null || true
	wait 2>/dev/null || true
	rm -rf "$server"
}
trap stop_server EXIT

start_server() {
	mariadb-install-db --no-defaults --user="$(id -un)" --datadir="$server/data" --skip-test-db --auth-root-authentication-method=normal >"$server/log" 2>&1 ||
		{ cat "$server/log" >&2; return 1; }
	mariadbd --no-defaults --user="$(id -un)" --datadir="$server/data" --socket="$server/socket" --pid-file="$server/pid" --tmpdir="$server" \
		--skip-networking --skip-grant-tables --innodb-flush-log-at-trx-commit=0 >>"$server/log" 2>&1 &
	for _ in $(seq 100); do
		! mariadb --no-defaults --socket="$server/socket" -e 'SELECT 1' >/dev/null 2>&1 || return 0
		sleep 0.2
	done
	cat "$server/log" >&2
	return 1
}

patiently "Starting MariaDB" start_server || fail "MariaDB did not start"
passed=0 failed=0 skipped=0
SIREN_SUM=${SIREN_RESULT:-/dev/null}
SIREN_RESULT=$(mktemp)
for suite in "${suites[@]}"; do
	read -r plugin main test <<<"$suite"
	if [ ! -d "$SIREN_COMPAT_PLUGINS/$plugin" ]; then
		say "$plugin is missing"
		skipped=$((skipped + 1))
		continue
	fi
	[ $# -eq 0 ] || [[ " $* " == *" $plugin "* ]] || continue
	heading "$plugin $(sed -nE 's/^[ *]*Version: *//p' "$SIREN_COMPAT_PLUGINS/$plugin/$main" | head -n 1), ${test#*:}"
	p=0 f=1 s=0
	: >"$SIREN_RESULT"
	export SIREN_COMPAT_ORDERS=${test#*:}
	if patiently "Installing $plugin" tests/setup/compat-site.sh "$site" "$server/socket" "$plugin" "$main"; then
		SIREN_TEST_SITE=$site/web SIREN_COMPAT_PLUGIN=$plugin \
			phpunit_suite --configuration tests/compat/phpunit.xml --filter "Compat\\\\${test%%:*}" || true
		read -r p f s <"$SIREN_RESULT" || true
		[ $((p + f)) -gt 0 ] || f=1
	fi
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done
rm -f "$SIREN_RESULT"
SIREN_RESULT=$SIREN_SUM result "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ]
