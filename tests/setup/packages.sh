#!/usr/bin/env bash
# Installs the missing packages for a purpose. Usage: packages.sh build|demo|test|bench|lint
# Checks for the feature, not for the package, so a PHP or Node that was installed another way is used as it is.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

missing=()
# need PACKAGE COMMAND…: notes the package if the command fails.
need() {
	local package=$1
	shift
	"$@" >/dev/null 2>&1 || missing+=("$package")
}

have() { command -v "$1"; }
php_loads() { php -r 'exit((int) !extension_loaded($argv[1]));' "$1"; }
# has_php NAME: php-cgi or php-fpm, of the same version as php.
has_php() { have "php-$1$(php -r 'echo PHP_MAJOR_VERSION, ".", PHP_MINOR_VERSION;')"; }
# libclang-cpp, which other packages install, is a different library.
clang_library() {
	[ -n "${LIBCLANG_PATH:-}" ] || compgen -G '/usr/lib/llvm-*/lib/libclang[.-][!c]*so*' || ldconfig -p | grep -q 'libclang[.-][^c]'
}

for_build() {
	need gcc have cc
	need make have make
	need php8.2-cli have php
	need php8.2-dev have php-config
	need libclang-dev clang_library
}

for_demo() {
	for_build
	need npm have npm # nodejs comes with it
	need unzip have unzip
	need php8.2-sqlite3 php_loads pdo_sqlite
	need php8.2-mysql php_loads mysqli # wp-admin's own checks ask for it, also on SQLite
	need php8.2-mbstring php_loads mbstring
	need php8.2-xml php_loads dom
	need php8.2-curl php_loads curl
	need php8.2-zip php_loads zip
	need php8.2-gd php_loads gd
}

for_test() {
	for_demo
	need phpunit have phpunit
	need valgrind have valgrind
	need chromium have chromium
	need rsync have rsync # with sqlite3, what the commands of the documentation use
	need sqlite3 have sqlite3
}

for_bench() {
	for_demo
	need mariadb-server-core have mariadbd
	need mariadb-client have mariadb-admin
	need nginx have nginx
	need php8.2-fpm has_php fpm
	need wrk have wrk
	need valgrind have valgrind
	need php8.2-cgi has_php cgi
	need curl have curl
}

for_lint() {
	for_demo
	need shellcheck have shellcheck
}

# as_root COMMAND…: runs a command as root, through sudo if necessary; only called if something has to be installed.
as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	else
		command -v sudo >/dev/null || fail "sudo is missing, and installing packages requires root" "as root: apt-get install ${missing[*]}"
		sudo "$@"
	fi
}

# Outdated lists name packages that no longer exist, and apt then reports broken packages.
lists_are_fresh() {
	[ -n "$(find /var/lib/apt/lists -maxdepth 0 -mtime -1)" ] && apt-cache show "${missing[@]}" >/dev/null 2>&1
}

apt_install() {
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
}

check_rust() {
	command -v cargo >/dev/null || fail "cargo is not on the PATH" "install Rust 1.95 or newer with rustup"
}

check_php() {
	php -r 'exit((int) (PHP_VERSION_ID < 80200));' || fail "PHP 8.2 or newer is needed; this is $(php -r 'echo PHP_VERSION;')"
	php -r 'exit((int) (PHP_VERSION !== $argv[1]));' "$(php-config --version)" || fail \
		"php is $(php -r 'echo PHP_VERSION;') but php-config is $(php-config --version)" "put the matching pair first on the PATH"
}

purpose=${1:-}
case "$purpose" in
	build | demo | test | bench | lint) "for_$purpose" ;;
	*) fail "usage: packages.sh build|demo|test|bench|lint" ;;
esac

check_rust
if [ ${#missing[@]} -gt 0 ]; then
	command -v apt-get >/dev/null || fail "these are missing, and there is no apt-get: ${missing[*]}" "install them with your system's package manager"
	say "Installing from Debian: ${missing[*]}"
	as_root true # asks for a password here, where the question can be seen
	lists_are_fresh || patiently "apt-get update" as_root apt-get update
	patiently "apt-get install" apt_install || {
		say "The package lists may be outdated: updating them and trying again"
		patiently "apt-get update" as_root apt-get update
		patiently "apt-get install" apt_install
	} || fail "apt-get could not install: ${missing[*]}"
fi
check_php
