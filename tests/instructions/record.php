<?php
/** Records so many visits: what a page does. */

declare(strict_types=1);

require __DIR__ . '/site.inc';

open_site( 1 );
foreach ( array_slice( visits( 10 ), 0, (int) $argv[1] ) as $visit ) {
	unset( $visit['type'] );
	siren_record_event( 'site_visited', $visit );
}
