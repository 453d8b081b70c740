<?php
/** Prints progress to stderr, because stdout is for the result. */

declare(strict_types=1);

namespace Siren\Bench;

final class Progress {

	public static function say( string $text ): void {
		static $began = null;
		$began ??= time();
		fprintf( STDERR, "  %3ds  %s\n", time() - $began, $text );
	}
}
