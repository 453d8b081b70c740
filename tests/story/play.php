<?php
/**
 * Plays the two months on a seeded site that is being served. Command line only, with the extension loaded: play.php SITE
 */

declare(strict_types=1);

use Siren\Story\Chronicle;
use Siren\Story\Actions;
use Siren\Story\Connection;
use Siren\Story\Moment;
use Siren\Story\Site;

require __DIR__ . '/lib/load.php';

$site = new Site( $argv[1] );
( new Chronicle( $site, new Actions( $site, new Connection() ) ) )->play( static function ( Moment $moment, string $when ): void {
	echo "  $when  {$moment->text}\n";
	( $moment->act )();
} );
