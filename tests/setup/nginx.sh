#!/usr/bin/env bash
# Serves a test site with nginx and PHP-FPM instead of PHP's own web server. Usage: nginx.sh start|stop DIR
# start prints the address. All its files are in DIR/nginx; no installed configuration is changed.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[ -e "${2:-}/web/wp-config.php" ] || fail "usage: nginx.sh start|stop DIR, a directory made by site.sh"
site=$(realpath "$2")
here=$site/nginx

# end NAME: stops a server of this site and waits for it to exit.
end() {
	local pid
	pid=$(cat "$here/$1.pid" 2>/dev/null) || return 0
	# Another process may have the id by now.
	{ tr '\0' ' ' <"/proc/$pid/cmdline"; } 2>/dev/null | grep -qF "$here/" || return 0
	kill -TERM "$pid"
	for _ in $(seq 100); do
		kill -0 "$pid" 2>/dev/null || return 0
		sleep 0.05
	done
	kill -KILL "$pid"
}

stop() {
	end nginx
	end fpm
	rm -rf "$here"
}

start() {
	local port fpm as_root=()
	fpm=$(compgen -c php-fpm | sort -r | head -n 1 || true)
	[ "$(id -u)" -ne 0 ] || as_root=(-R)
	port=$(php -r '$s = stream_socket_server("tcp://127.0.0.1:0"); echo explode(":", stream_socket_get_name($s, false))[1];')
	mkdir -p "$here"
	cat >"$here/fpm.conf" <<-CONF
		[global]
		pid = $here/fpm.pid
		error_log = $here/fpm.log
		[www]
		user = $(id -un)
		group = $(id -gn)
		listen = $here/fpm.sock
		pm = static
		pm.max_children = 4
	CONF
	cat >"$here/nginx.conf" <<-CONF
		pid $here/nginx.pid;
		error_log $here/error.log;
		events {}
		http {
			access_log off;
			client_body_temp_path $here/body; proxy_temp_path $here/proxy; fastcgi_temp_path $here/fastcgi;
			uwsgi_temp_path $here/uwsgi; scgi_temp_path $here/scgi;
			include /etc/nginx/mime.types;
			server {
				listen 127.0.0.1:$port;
				root $site/web;
				index index.php;
				client_max_body_size 8m;
				location / { try_files \$uri \$uri/ /index.php?\$args; }
				location ~ \.php\$ {
					include /etc/nginx/fastcgi_params;
					fastcgi_param HTTP_HOST \$http_host;
					fastcgi_param SCRIPT_FILENAME \$document_root\$fastcgi_script_name;
					fastcgi_pass unix:$here/fpm.sock;
				}
			}
		}
	CONF
	[ "$(id -u)" -ne 0 ] || sed -i "1i user $(id -un);" "$here/nginx.conf"
	echo "http://127.0.0.1:$port" >"$site/url"
	"$fpm" "${as_root[@]}" -y "$here/fpm.conf" "${site_php_options[@]}" >&2
	nginx -e "$here/error.log" -c "$here/nginx.conf" >&2
	cat "$site/url"
}

case "${1:-}" in
	start)
		stop
		start
		;;
	stop) stop ;;
	*) fail "usage: nginx.sh start|stop DIR" ;;
esac
