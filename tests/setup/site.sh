#!/usr/bin/env bash
# Creates an installed WordPress with the plugin and the fixtures active. Usage: site.sh DIR
# DIR is replaced if this script created it, and otherwise left alone; wp-config.php lists its contents. Log in as admin
# with the password admin.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
here=$root/tests/setup

[ $# -eq 1 ] || fail "usage: site.sh DIR"
site=$(realpath -m "$1")
template=$("$here/template.sh")

[ ! -e "$site/server.pid" ] || "$here/stop.sh" "$site"
make_room "$site"
mkdir "$site/data"
chmod 700 "$site/data"

# Only the database and the settings are written to, so the code is hard-linked if the file system allows it.
cp -al "$template/web" "$site/web" 2>/dev/null || { rm -rf "$site/web" && cp -a "$template/web" "$site/web"; }
cp -a --remove-destination "$template/web/wp-config.php" "$site/web/wp-config.php"
cp -a "$template/database" "$site/database"

content=$site/web/wp-content
ln -s "$root/tests/fixtures/mu-plugins" "$content/mu-plugins"
ln -s "$root/tests/fixtures/woocommerce" "$content/plugins/woocommerce"
ln -s "$root/tests/fixtures/lifterlms" "$content/plugins/lifterlms"
ln -s "$root/php" "$content/plugins/siren-distributors"

site_php "$here/activate.php" "$site/web" woocommerce/woocommerce.php lifterlms/lifterlms.php \
	siren-distributors/siren-distributors.php
