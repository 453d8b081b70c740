# shellcheck shell=bash
# Shared by all set-up scripts: paths and output. Sourced, never run.

# shellcheck disable=SC2034 # read by the scripts that source this file
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# Large downloads and what is unpacked from them are outside the tree, so that a fresh clone does not fetch them again.
cache=${XDG_CACHE_HOME:-$HOME/.cache}/siren-distributors
# The Cargo profile of the extension and the tests.
profile=${SIREN_PROFILE:-release}
# If SIREN_EXTENSION is set but empty, there is no extension, as on a site that has not installed it.
extension=${SIREN_EXTENSION-${CARGO_TARGET_DIR:-$root/target}/$profile/libsiren.so}
# Only the processes that we start load it; no php.ini is changed.
site_php_options=()
[ ! -e "$extension" ] || site_php_options=(-d "extension=$extension")

# site_php ARGUMENTS…: PHP as the test sites run it.
site_php() { php "${site_php_options[@]}" "$@"; }

# The file with which make_room marks a site's directory as one that may be deleted.
site_marker=.siren-test-site

# make_room DIR: creates an empty directory for a test site and deletes an earlier test site there. If the directory is not
# a test site, it is left alone and the script fails.
make_room() {
	if [ -e "$1" ] && [ ! -f "$1/$site_marker" ] && [ -n "$(ls -A "$1")" ] && [[ $1 != "$root/target/sites/"?* ]]; then
		fail "$1 exists and is not a test site" "delete it yourself if it is not needed"
	fi
	rm -rf "$1"
	mkdir -p "$1"
	echo "Made by tests/setup, which deletes this directory when it makes the site anew." >"$1/$site_marker"
}

# say TEXT: prints a line of progress to stderr, because stdout is for the script's result.
say() { printf '  %s\n' "$*" >&2; }

# heading TEXT: prints the heading of a section.
heading() { printf '\n== %s\n' "$*" >&2; }

# fail TEXT…: prints what is wrong and what to do, one line each, and exits.
fail() {
	printf 'error: %s\n' "$1" >&2
	shift
	[ $# -eq 0 ] || printf '       %s\n' "$@" >&2
	exit 1
}

# patiently LABEL COMMAND…: runs a long command and shows the elapsed time; its output appears only if it fails.
patiently() {
	local label=$1 log seconds=0 pid status=0
	shift
	log=$(mktemp)
	"$@" >"$log" 2>&1 &
	pid=$!
	# An interrupted script must not leave the command running.
	trap 'kill "$pid" 2>/dev/null || true; rm -f "$log"; exit 130' INT TERM
	while kill -0 "$pid" 2>/dev/null; do
		if [ -t 2 ]; then
			printf '\r  %s … %ds' "$label" "$seconds" >&2
		elif [ $((seconds % 30)) -eq 0 ]; then
			say "$label … ${seconds}s"
		fi
		sleep 1
		seconds=$((seconds + 1))
	done
	wait "$pid" || status=$?
	trap - INT TERM
	[ ! -t 2 ] || printf '\r\033[K' >&2
	if [ "$status" -ne 0 ]; then
		cat "$log" >&2
		rm -f "$log"
		return "$status"
	fi
	rm -f "$log"
	say "$label: done in ${seconds}s"
}

# result PASSED FAILED [SKIPPED]: reports the totals of a suite to test.sh.
result() { echo "$1 $2 ${3:-0}" >"${SIREN_RESULT:-/dev/null}"; }

# check COMMAND…: runs a command that counts as one test.
check() {
	if "$@"; then
		result 1 0
	else
		result 0 1
		return 1
	fi
}

# number PATTERN FILE: prints the number in the pattern's group from the last matching line, or 0.
number() { sed -nE "s/.*$1.*/\1/p" "$2" | tail -n 1 | grep . || echo 0; }

# phpunit_suite ARGUMENTS…: runs PHPUnit with the extension and reports the totals from its log.
phpunit_suite() {
	local junit status=0
	junit=$(mktemp)
	site_php "$(command -v phpunit)" --do-not-cache-result --log-junit "$junit" "$@" || status=$?
	# shellcheck disable=SC2046 # three numbers, three arguments
	result $(php "$root/tests/setup/junit.php" "$junit")
	rm -f "$junit"
	return "$status"
}
