#!/usr/bin/env bash
# Measures and prints one table; all rows together are also written into README.md. Usage: bench.sh [ROW…], the names of
# files in tests/bench/rows. What it needs lies in target/bench; what it starts it ends.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
here=$root/tests/setup
bench=$root/target/bench
site=$bench/site

# In the order they take from the machine: what is quick and sensitive comes first.
all=(record crowd visit pages fold run standings simulate fulfil people lists)
rows=("$@")
[ $# -gt 0 ] || rows=("${all[@]}")
for row in "${rows[@]}"; do
	[ -e "$root/tests/bench/rows/$row.php" ] || fail "there is no row $row" "there are: ${all[*]}"
done

mkdir -p "$bench/stores"
exec 8>"$bench/lock"
flock -n 8 || fail "another bench is running in this tree"

# Sockets have short names only, and the tree may lie deep.
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

# fill FILE: a configuration with its places filled in.
fill() { sed -e "s#RUN#$run#g" -e "s#ROOT#$site#g" -e "s#PORT#$port#g" "$root/tests/bench/site/$1" >"$run/$1"; }

start_mariadb() {
	local data=$bench/mariadb
	if [ ! -d "$data/mysql" ]; then
		rm -rf "$data"
		mariadb-install-db --no-defaults --datadir="$data" --auth-root-authentication-method=normal --skip-test-db >/dev/null
	fi
	# Its own defaults, also of durability, but room in memory for all that is asked of it.
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
	fill nginx.conf
	fill php-fpm.conf
	"php-fpm$version" --nodaemonize "${fpm_as[@]}" --fpm-config "$run/php-fpm.conf" "${site_php_options[@]}" &
	pids+=($!)
	nginx -c "$run/nginx.conf" -e "$run/nginx.log" -g "daemon off; $nginx_as" &
	pids+=($!)
	until_true curl -fs -o /dev/null "http://127.0.0.1:$port/" || {
		tail -n 5 "$run"/nginx.log "$run"/fpm.log >&2
		fail "the web server does not answer"
	}
}

# The same WordPress as the tests', without the drop-in that keeps its data in SQLite. Made anew each time.
make_site() {
	local content=$site/web/wp-content wordpress
	wordpress=$("$here/wordpress.sh")
	rm -rf "$site"
	mkdir -p "$site/data"
	chmod 700 "$site/data"
	cp -al "$wordpress/web" "$site/web" 2>/dev/null || { rm -rf "$site/web" && cp -a "$wordpress/web" "$site/web"; }
	cp "$root/tests/bench/site/wp-config.php" "$site/web/"
	echo "http://127.0.0.1:$port" >"$site/url"
	mkdir -p "$content/mu-plugins"
	cp "$root/tests/bench/site/mu-plugin.php" "$content/mu-plugins/bench.php"
	# The shop of the fixtures, and what it counts money with.
	ln -s "$root/tests/fixtures/mu-plugins/siren-test-amounts.php" "$content/mu-plugins/"
	ln -s "$root/tests/fixtures/woocommerce" "$content/plugins/woocommerce"
	ln -s "$root/php" "$content/plugins/siren-distributors"
	mariadb --no-defaults --user=root --socket="$run/mariadb.sock" \
		-e 'DROP DATABASE IF EXISTS wordpress; CREATE DATABASE wordpress; CREATE DATABASE IF NOT EXISTS kept'
	bench_php "$here/install.php" "$site/web" 2>>"$run/install.log" || { cat "$run/install.log" >&2; return 1; }
	bench_php "$here/activate.php" "$site/web" woocommerce/woocommerce.php siren-distributors/siren-distributors.php
}

bench_php() { site_php -d memory_limit=-1 "$@"; }

heading "The servers"
version=$(php -r 'echo PHP_MAJOR_VERSION, ".", PHP_MINOR_VERSION;')
port=$(php -r '$s = stream_socket_server("tcp://127.0.0.1:0"); echo explode(":", stream_socket_get_name($s, false))[1];')
ln -sfn "$run" "$bench/run"
start_mariadb
make_site
start_web

export BENCH_LINES=$run/lines
: >"$BENCH_LINES"
failed=()
for row in "${rows[@]}"; do
	heading "$row"
	# What was written before is on the disk: no row waits for the one before it.
	sync
	bench_php "$root/tests/bench/rows/$row.php" || failed+=("$row")
done

heading "together, in $((SECONDS / 60)) min $((SECONDS % 60)) s"
write=()
[ $# -gt 0 ] || [ ${#failed[@]} -gt 0 ] || write=(--write "$root/README.md")
bench_php "$root/tests/bench/table.php" "${write[@]}"
[ ${#failed[@]} -eq 0 ] || fail "these could not be measured: ${failed[*]}"
