#!/usr/bin/env bash
# Serves a test site with PHP's own web server and prints its address. Usage: serve.sh DIR
# The server runs until stop.sh DIR. SIREN_WORKERS is the number of worker processes (4).
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
here=$root/tests/setup

[ -e "${1:-}/web/wp-config.php" ] || fail "usage: serve.sh DIR, a directory made by site.sh"
site=$(realpath "$1")
"$here/stop.sh" "$site"
mkdir -p "$site/opcache"

is_free() { php -r 'exit((int) !@stream_socket_server("tcp://127.0.0.1:$argv[1]"));' "$1"; }
free_port() { php -r '$s = stream_socket_server("tcp://127.0.0.1:0"); echo explode(":", stream_socket_get_name($s, false))[1];'; }
answers() { php -r 'exit((int) !@fsockopen("127.0.0.1", (int) $argv[1], $code, $text, 1));' "$1"; }

# start PORT: starts the server and its workers in a separate process group, which stop.sh ends.
start() {
	# Otherwise another server on the port would answer the tests.
	is_free "$1" || return 1
	echo "http://127.0.0.1:$1" >"$site/url"
	# The opcode cache is in files, or a restarted server would compile all of WordPress again.
	PHP_CLI_SERVER_WORKERS=${SIREN_WORKERS:-4} setsid php "${site_php_options[@]}" -d "opcache.file_cache=$site/opcache" \
		-S "127.0.0.1:$1" -t "$site/web" "$here/router.php" >>"$site/server.log" 2>&1 9>&- </dev/null &
	pid=$!
	echo "$pid" >"$site/server.pid"
	for _ in $(seq 100); do
		kill -0 "$pid" 2>/dev/null || return 1
		! answers "$1" || return 0
		sleep 0.05
	done
	return 1
}

# The previous address is reused if it is free, so that an open browser page keeps working.
port=$( (grep -o '[0-9]*$' "$site/url" 2>/dev/null) || free_port)
start "$port" || start "$(free_port)" || {
	tail -n 5 "$site/server.log" >&2
	fail "the web server does not start"
}
cat "$site/url"
