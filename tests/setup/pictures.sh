#!/usr/bin/env bash
# Takes the screenshots for the documentation and WordPress.org from the current screens.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"

taken=$root/target/screenshots/documentation
rm -rf "$taken"
SIREN_BROWSER_RUN=pictures.js tests/setup/suites/browser.sh

mkdir -p docs/images
for name in collaborators recipes explanation payouts; do
	php tests/setup/shrink.php "$taken/$name.png" "docs/images/$name.png"
done
number=0
for name in distributor distribution overview dashboard; do # in the order of "Screenshots" in php/readme.txt
	number=$((number + 1))
	php tests/setup/shrink.php "$taken/$name.png" ".wordpress-org/screenshot-$number.png"
done
say "check them: docs/images and .wordpress-org"
