#!/usr/bin/env bash
# php/siren.stub.php says what the extension declares.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"
cd "$root"

fresh=$(mktemp)
trap 'rm -f "$fresh"' EXIT
tests/setup/stub.sh "$fresh"
check diff -u --label 'php/siren.stub.php, as committed' --label 'as the extension says' php/siren.stub.php "$fresh" ||
	fail "php/siren.stub.php is not what the extension declares any more" "run: make stub"
