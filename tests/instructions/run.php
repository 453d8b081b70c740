<?php
/** Closes a period with so many collaborators in it. Those beside them are there, but nobody follows their links. */

declare(strict_types=1);

require __DIR__ . '/site.inc';

open_site( 120 );
siren_record_events( visits( (int) $argv[1] ) );
siren_run_due( JUNE );
