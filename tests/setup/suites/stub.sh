#!/usr/bin/env bash
# php/siren.stub.php declares what the loaded extension does. tests/reference.rs checks
# its documentation.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/../common.sh"
cd "$root"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
site_php tests/setup/signatures.php >"$folder/loaded"
php -n tests/setup/signatures.php "$root/php/siren.stub.php" >"$folder/stub"
check diff -u --label 'as php/siren.stub.php says' --label 'as the extension is' "$folder/stub" "$folder/loaded" ||
	fail "php/siren.stub.php is out of date" "run: make reference"
