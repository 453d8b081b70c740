#!/usr/bin/env bash
# Stops the server of a test site, if it is running. Usage: stop.sh DIR
set -euo pipefail

pid_file=$(realpath -m "$1")/server.pid
[ -e "$pid_file" ] || exit 0
pid=$(cat "$pid_file")
rm -f "$pid_file"
# Another process may have the id by now: only a server of this site is stopped, with its workers.
{ tr '\0' ' ' <"/proc/$pid/cmdline"; } 2>/dev/null | grep -qF -- "-t $(dirname "$pid_file")/web " || exit 0
kill -TERM -- "-$pid"
for _ in $(seq 100); do
	kill -0 -- "-$pid" 2>/dev/null || exit 0
	sleep 0.05
done
kill -KILL -- "-$pid"
