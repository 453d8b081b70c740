<?php
/** The machine on which the benchmarks ran. */

declare(strict_types=1);

namespace Siren\Bench;

final class Machine {

	public static function sentence(): string {
		$wpdb = WordPress::load();
		return wordwrap( sprintf(
			'Measured on %s by `make bench`: %d cores (%s), %d GiB of memory, %s, Linux %s, PHP %s, Siren %s, SQLite %s for the rivals, MariaDB %s, WordPress %s. The load was %.1f in its last quarter of an hour, its own included.',
			gmdate( 'j F Y' ),
			(int) Shell::run( 'nproc' ),
			self::first( '/proc/cpuinfo', '/^model name\s*: (.*)$/m' ),
			(int) round( (int) self::first( '/proc/meminfo', '/^MemTotal:\s+(\d+)/m' ) / ( 1 << 20 ) ),
			self::first( '/etc/os-release', '/^PRETTY_NAME="(.*)"$/m' ),
			preg_replace( '/-.*/', '', php_uname( 'r' ) ),
			PHP_VERSION,
			siren_version(),
			\SQLite3::version()['versionString'],
			preg_replace( '/-.*/', '', $wpdb->get_var( 'SELECT VERSION()' ) ),
			get_bloginfo( 'version' ),
			sys_getloadavg()[2],
		), 119 );
	}

	private static function first( string $file, string $pattern ): string {
		return 1 === preg_match( $pattern, (string) @file_get_contents( $file ), $found ) ? trim( $found[1] ) : 'unknown';
	}
}
