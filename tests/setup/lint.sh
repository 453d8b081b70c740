#!/usr/bin/env bash
# Runs the formatters and linters for Rust, the shell scripts and, if mago is installed, PHP.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"

heading "rustfmt and clippy"
tests/setup/suites/format.sh
tests/setup/suites/clippy.sh
heading "shellcheck"
shellcheck tests/setup/*.sh tests/setup/suites/*.sh .ci/run
heading "php -l"
tests/setup/suites/syntax.sh
heading "mago"
if command -v mago >/dev/null; then
	ln -sfn "$(tests/setup/wordpress.sh)/web" target/wordpress
	mago lint
	mago analyze
else
	say "mago is not installed, so the PHP was only parsed; 'cargo install mago@1.29.0 --locked' builds it in about ten minutes"
fi
