<?php
/** Folds so many visits. All are recorded, before or after. */

declare(strict_types=1);

require __DIR__ . '/site.inc';

open_site( 10 );
$visits = visits( 10 );
siren_record_events( array_slice( $visits, 0, (int) $argv[1] ) );
siren_run_due( MAY );
siren_record_events( array_slice( $visits, (int) $argv[1] ) );
