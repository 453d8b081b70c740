# shellcheck shell=bash
# What every set-up script shares: where things are and how they speak. Sourced, never run.

# shellcheck disable=SC2034 # read by the scripts that source this file
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# Big downloads and what is made of them live outside the tree, so that a fresh clone need not fetch them again.
cache=${XDG_CACHE_HOME:-$HOME/.cache}/siren-distributors
# Which of Cargo's profiles the extension and the tests are built with.
profile=${SIREN_PROFILE:-release}
# Set to nothing, SIREN_EXTENSION takes the extension away, as on a site that has not installed it.
extension=${SIREN_EXTENSION-${CARGO_TARGET_DIR:-$root/target}/$profile/libsiren.so}
# Only the processes we start load it: no php.ini is touched.
site_php_options=()
[ ! -e "$extension" ] || site_php_options=(-d "extension=$extension")

# site_php ARGUMENTS…: PHP as the test sites run it.
site_php() { php "${site_php_options[@]}" "$@"; }

# What make_room leaves in a site's directory, so that it is known again as one that may be deleted.
site_marker=.siren-test-site

# make_room DIR: an empty directory for a test site, in the place of an earlier one. What is not known to be one is left
# alone, and the script ends.
make_room() {
	if [ -e "$1" ] && [ ! -f "$1/$site_marker" ] && [ -n "$(ls -A "$1")" ] && [[ $1 != "$root/target/sites/"?* ]]; then
		fail "$1 is there and is not known to be a test site" "remove it yourself if it is not needed"
	fi
	rm -rf "$1"
	mkdir -p "$1"
	echo "Made by tests/setup, which deletes this directory when it makes the site anew." >"$1/$site_marker"
}

# say TEXT: one line of progress, on the error stream so that a script's output stays its result.
say() { printf '  %s\n' "$*" >&2; }

# heading TEXT: the start of a part.
heading() { printf '\n== %s\n' "$*" >&2; }

# fail TEXT…: says what is wrong and what to do, one line each, and ends the script.
fail() {
	printf 'error: %s\n' "$1" >&2
	shift
	[ $# -eq 0 ] || printf '       %s\n' "$@" >&2
	exit 1
}

# patiently LABEL COMMAND…: runs a long and silent command and shows that time passes; its output appears only if it fails.
patiently() {
	local label=$1 log seconds=0 pid status=0
	shift
	log=$(mktemp)
	"$@" >"$log" 2>&1 &
	pid=$!
	# The command must not outlive us when we are interrupted.
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

# result PASSED FAILED [SKIPPED]: what a suite came to, for test.sh to add up.
result() { echo "$1 $2 ${3:-0}" >"${SIREN_RESULT:-/dev/null}"; }

# check COMMAND…: runs a check that either holds or does not.
check() {
	if "$@"; then
		result 1 0
	else
		result 0 1
		return 1
	fi
}

# number PATTERN FILE: the number the last line that matches has in the pattern's group, or 0.
number() { sed -nE "s/.*$1.*/\1/p" "$2" | tail -n 1 | grep . || echo 0; }

# phpunit_suite ARGUMENTS…: runs PHPUnit with the extension and counts from its own log.
phpunit_suite() {
	local junit status=0
	junit=$(mktemp)
	site_php "$(command -v phpunit)" --do-not-cache-result --log-junit "$junit" "$@" || status=$?
	# shellcheck disable=SC2046 # three numbers, three arguments
	result $(php "$root/tests/setup/junit.php" "$junit")
	rm -f "$junit"
	return "$status"
}
