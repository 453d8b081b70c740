<?php
/**
 * Plays the two months on a seeded site that is being served. Command line only, with the extension loaded: live.php SITE
 */

declare(strict_types=1);

use Siren\Story\Chronicle;
use Siren\Story\Life;
use Siren\Story\Line;
use Siren\Story\Moment;
use Siren\Story\Site;

require __DIR__ . '/lib/load.php';

$site = new Site( $argv[1] );
( new Chronicle( $site, new Life( $site, new Line() ) ) )->live( static function ( Moment $moment, string $when ): void {
	echo "  $when  {$moment->text}\n";
	( $moment->act )();
} );
