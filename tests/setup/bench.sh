#!/usr/bin/env bash
# Runs the benchmarks and prints a table; a run of all rows also updates docs/benchmarks.md. Usage: bench.sh [ROW…], the names
# of files in tests/bench/rows. Its files are in target/bench; it stops every server that it starts.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
here=$root/tests/setup
bench=$root/target/bench

# Fast and sensitive measurements come first, before the others load the machine.
all=(record crowd visit pages shop fold run standings simulate fulfil people lists)
rows=("$@")
[ $# -gt 0 ] || rows=("${all[@]}")
for row in "${rows[@]}"; do
	[ -e "$root/tests/bench/rows/$row.php" ] || fail "unknown row $row" "expected one of: ${all[*]}"
done

mkdir -p "$bench/stores"
exec 8>"$bench/lock"
flock -n 8 || fail "another bench is running in this tree"

# The path of a socket must be short, and that of the checkout may be long.
run=$(mktemp -d)
pids=()
stop() {
	[ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true
	wait
	rm -rf "$run"
}
trap stop EXIT
trap 'exit 130' INT TERM

# until_true COMMAND…: waits up to half a minute.
until_true() {
	for _ in $(seq 300); do
		! "$@" >/dev/null 2>&1 || return 0
		sleep 0.1
	done
	return 1
}

# fill FILE TO [SITE PORT]: writes a configuration with its placeholders filled in.
fill() { sed -e "s#RUN#$run#g" -e "s#ROOT#${3:-}#g" -e "s#PORT#${4:-}#g" "$root/tests/bench/site/$1" >"$run/$2"; }

start_mariadb() {
	local data=$bench/mariadb
	if [ ! -d "$data/mysql" ]; then
		rm -rf "$data"
		mariadb-install-db --no-defaults --datadir="$data" --auth-root-authentication-method=normal --skip-test-db >/dev/null
	fi
	# Default settings, including durability, but with enough memory for all the data.
	mariadbd --no-defaults --user="$(id -un)" --datadir="$data" --socket="$run/mariadb.sock" --skip-networking \
		--innodb-buffer-pool-size=2G --pid-file="$run/mariadb.pid" >"$run/mariadb.log" 2>&1 &
	pids+=($!)
	until_true mariadb-admin --no-defaults --user=root --socket="$run/mariadb.sock" ping || {
		tail -n 5 "$run/mariadb.log" >&2
		fail "MariaDB does not start"
	}
}

start_web() {
	local fpm_as=() nginx_as=
	if [ "$(id -u)" -eq 0 ]; then
		fpm_as=(--allow-to-run-as-root)
		nginx_as='user root;'
	fi
	fill nginx.conf nginx.conf
	fill php-fpm.conf php-fpm.conf
	"php-fpm$version" --nodaemonize "${fpm_as[@]}" --fpm-config "$run/php-fpm.conf" "${site_php_options[@]}" &
	pids+=($!)
	nginx -c "$run/nginx.conf" -e "$run/nginx.log" -g "daemon off; $nginx_as" &
	pids+=($!)
	until_true curl -fs -o /dev/null "$(cat "$bench/site/url")" || {
		tail -n 5 "$run"/nginx.log "$run"/fpm.log >&2
		fail "the web server does not answer"
	}
}

# A PHP process whose instructions are counted. Not PHP-FPM, because callgrind cannot report on child processes. It
# checks the modification time of each file at every request, not every two seconds as PHP-FPM does, because that would
# appear only in some of the counts.
start_counted() {
	PHP_FCGI_MAX_REQUESTS=0 valgrind --tool=callgrind --callgrind-out-file="$run/counted.out.%p" --log-file="$run/valgrind.log" \
		"php-cgi$version" -b "$run/counted.sock" -d opcache.revalidate_freq=0 -d max_execution_time=0 "${site_php_options[@]}" >/dev/null &
	pids+=($!)
	echo $! >"$run/counted.pid"
	until_true test -S "$run/counted.sock" || {
		tail -n 5 "$run/valgrind.log" >&2
		fail "PHP does not start under valgrind"
	}
}

# free_port: prints a port that is not in use.
free_port() { php -r '$s = stream_socket_server("tcp://127.0.0.1:0"); echo explode(":", stream_socket_get_name($s, false))[1];'; }

# start_site NAME WORDPRESS: creates a directory of that name with a copy of WordPress, which nginx will serve, and an empty
# database of that name.
start_site() {
	local dir=$bench/$1 port
	port=$(free_port)
	rm -rf "$dir"
	mkdir -p "$dir/data"
	chmod 700 "$dir/data"
	cp -al "$2" "$dir/web" 2>/dev/null || { rm -rf "$dir/web" && cp -a "$2" "$dir/web"; }
	cp "$root/tests/bench/site/wp-config.php" "$dir/web/"
	echo "http://127.0.0.1:$port" >"$dir/url"
	fill nginx-site.conf "$1.site" "$dir" "$port"
	mkdir -p "$dir/web/wp-content/mu-plugins" "$dir/web/wp-content/plugins" "$dir/web/wp-content/themes"
	cp "$root/tests/bench/site/mu-plugin.php" "$dir/web/wp-content/mu-plugins/bench.php"
	ln -s "$root/php" "$dir/web/wp-content/plugins/siren-distributors"
	mariadb --no-defaults --user=root --socket="$run/mariadb.sock" \
		-e "DROP DATABASE IF EXISTS $1; CREATE DATABASE $1; CREATE DATABASE IF NOT EXISTS kept"
}

# finish_site NAME PLUGIN…: installs WordPress there and activates the plugins.
finish_site() {
	local web=$bench/$1/web
	shift
	bench_php "$here/install.php" "$web" 2>>"$run/install.log" || { cat "$run/install.log" >&2; return 1; }
	bench_php "$here/activate.php" "$web" "$@"
}

# The same WordPress as in the tests, without the SQLite drop-in. Created for every run. Its shop is the fixture shop with
# the must-use plugin for amounts that it needs.
make_site() {
	local content=$bench/site/web/wp-content
	start_site site "$wordpress"
	ln -s "$root/tests/fixtures/mu-plugins/siren-test-amounts.php" "$content/mu-plugins/"
	ln -s "$root/tests/fixtures/woocommerce" "$content/plugins/woocommerce"
	finish_site site woocommerce/woocommerce.php siren-distributors/siren-distributors.php
}

# A site with the real WooCommerce, if SIREN_COMPAT_PLUGINS names a folder that contains it, on the WordPress that
# SIREN_COMPAT_WORDPRESS names, because it requires a newer one. That WordPress may lack a theme, so it gets ours.
make_shop() {
	local content=$bench/shop/web/wp-content
	rm -rf "$bench/shop"
	[ -f "${SIREN_COMPAT_PLUGINS:-}/woocommerce/woocommerce.php" ] || return 0
	start_site shop "${SIREN_COMPAT_WORDPRESS:-$wordpress}"
	ln -s "$SIREN_COMPAT_PLUGINS/woocommerce" "$content/plugins/woocommerce"
	ln -sfn "$wordpress/wp-content/themes/twentytwentyfour" "$content/themes/twentytwentyfour"
	finish_site shop siren-distributors/siren-distributors.php woocommerce/woocommerce.php
	# What WooCommerce postpones until wp-admin is opened.
	bench_php "$root/tests/compat/settle.php" "$bench/shop/web"
}

bench_php() { site_php -d memory_limit=-1 "$@"; }

heading "The servers"
version=$(php -r 'echo PHP_MAJOR_VERSION, ".", PHP_MINOR_VERSION;')
wordpress=$("$here/wordpress.sh")/web
ln -sfn "$run" "$bench/run"
start_mariadb
make_site
[[ " ${rows[*]} " != *" shop "* ]] || make_shop
start_web
[[ " ${rows[*]} " != *" pages "* && " ${rows[*]} " != *" shop "* ]] || start_counted

export BENCH_LINES=$run/lines
: >"$BENCH_LINES"
failed=()
for row in "${rows[@]}"; do
	heading "$row"
	# Earlier writes are on the disk, so that no row waits for the one before it.
	sync
	bench_php "$root/tests/bench/rows/$row.php" || failed+=("$row")
done

heading "Total: $((SECONDS / 60)) min $((SECONDS % 60)) s"
write=()
[ $# -gt 0 ] || [ ${#failed[@]} -gt 0 ] || write=(--write "$root/docs/benchmarks.md")
bench_php "$root/tests/bench/table.php" "${write[@]}"
[ ${#failed[@]} -eq 0 ] || fail "these could not be measured: ${failed[*]}"
