#!/usr/bin/env bash
# Keeps an installed WordPress in the cache, from which sites are copied, and prints its path.
#
# The database is SQLite through WordPress's drop-in (wp-content/db.php). A site on MariaDB is the same tree without the
# drop-in, with the DB_ constants of wp-config.php naming a server; everything after that is the same.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
here=$root/tests/setup

wordpress=$("$here/wordpress.sh")
# Its name is a hash of everything it is made from, so that a change creates a new one.
made_from=$(cat "$here"/{wordpress.sh,template.sh,install.php,wp-config.php,db.php} | sha256sum | cut -c1-12)
template=$cache/template-$made_from

add_drop_in() {
	local content=$1/web/wp-content
	cp -r "$wordpress/sqlite" "$content/sqlite-database-integration"
	cp "$here/db.php" "$content/db.php"
}

make_template() {
	local site=$1
	mkdir -p "$site/database"
	# The code is never written to, so hard links to the unpacked copy are enough.
	cp -al "$wordpress/web" "$site/web"
	add_drop_in "$site"
	cp "$here/wp-config.php" "$site/web/wp-config.php"
	php "$here/install.php" "$site/web"
	[ -s "$site/database/wordpress.sqlite" ] || { echo "the installation made no database"; return 1; }
	[ ! -e "$site/debug.log" ] || { echo "the installation complained:"; cat "$site/debug.log"; return 1; }
}

exec 9>"$cache/lock"
flock 9
if [ ! -d "$template" ]; then
	fresh=$(mktemp -d "$cache/install.XXXXXX")
	patiently "Installing WordPress" make_template "$fresh"
	chmod 755 "$fresh"
	find "$cache" -maxdepth 1 -name 'template-[0-9a-f]*' -type d -exec rm -rf {} +
	mv "$fresh" "$template"
fi
echo "$template"
