#!/usr/bin/env bash
# Creates a site with our plugin and a real one, on MariaDB. Usage: compat-site.sh DIR SOCKET PLUGIN MAIN_FILE
# SIREN_COMPAT_PLUGINS holds the plugin, SIREN_COMPAT_WORDPRESS is the WordPress. DIR and the database are replaced.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"

site=$1 socket=$2 plugin=$3 main=$4
content=$site/web/wp-content
first=() more=()

make_room "$site"
mkdir "$site/data" "$site/web"
chmod 700 "$site/data"
cp -a "$SIREN_COMPAT_WORDPRESS/." "$site/web/"
mkdir -p "$content/plugins" "$content/themes"
rm -rf "$content/mu-plugins" "$content/db.php"
ln -s "$root/tests/fixtures/mu-plugins" "$content/mu-plugins"
ln -s "$root/php" "$content/plugins/siren-distributors"
ln -s "$SIREN_COMPAT_PLUGINS/$plugin" "$content/plugins/$plugin"
if [ "$plugin" = woocommerce ] && [ -d "$SIREN_COMPAT_PLUGINS/woocommerce-subscriptions" ]; then
	ln -s "$SIREN_COMPAT_PLUGINS/woocommerce-subscriptions" "$content/plugins/woocommerce-subscriptions"
	more=(woocommerce-subscriptions/woocommerce-subscriptions.php)
fi
case $plugin in
dokan-lite | wc-vendors | dc-woocommerce-multi-vendor | deposits-partial-payments-for-woocommerce)
	ln -s "$SIREN_COMPAT_PLUGINS/woocommerce" "$content/plugins/woocommerce"
	first=(woocommerce/woocommerce.php)
	;;
esac
if [ "${SIREN_COMPAT_ORDERS:-}" = by-woocommerce ]; then
	ln -s "$SIREN_COMPAT_PLUGINS/woocommerce" "$content/plugins/woocommerce"
	first=(woocommerce/woocommerce.php)
fi
sed -e "s#'DB_USER', ''#'DB_USER', 'root'#" -e "s#'DB_HOST', ''#'DB_HOST', 'localhost:$socket'#" \
	tests/setup/wp-config.php >"$site/web/wp-config.php"
mariadb --no-defaults --socket="$socket" -e 'DROP DATABASE IF EXISTS wordpress; CREATE DATABASE wordpress CHARACTER SET utf8mb4'
php tests/setup/install.php "$site/web"
# Ours comes first, because some plugins end the request that activates them with a redirect to their welcome screen.
site_php tests/setup/activate.php "$site/web" siren-distributors/siren-distributors.php ${first[@]+"${first[@]}"} "$plugin/$main" ${more[@]+"${more[@]}"}
# What plugins postpone until wp-admin is opened.
site_php tests/compat/settle.php "$site/web"
