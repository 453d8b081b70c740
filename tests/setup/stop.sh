#!/usr/bin/env bash
# Ends the server of a test site, if one runs. Usage: stop.sh DIR
set -euo pipefail

pid_file=$(realpath -m "$1")/server.pid
[ -e "$pid_file" ] || exit 0
pid=$(cat "$pid_file")
rm -f "$pid_file"
# The number may have gone to another process since: only a server of this very site is ended, with its workers.
{ tr '\0' ' ' <"/proc/$pid/cmdline"; } 2>/dev/null | grep -qF -- "-t $(dirname "$pid_file")/web " || exit 0
kill -TERM -- "-$pid"
for _ in $(seq 100); do
	kill -0 -- "-$pid" 2>/dev/null || exit 0
	sleep 0.05
done
kill -KILL -- "-$pid"
