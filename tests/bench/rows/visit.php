<?php
/** A visit from the wire to the disk, over nginx and PHP-FPM: the beacon, against what plugins usually offer. */

declare(strict_types=1);

namespace Siren\Bench;

require __DIR__ . '/../lib/load.php';

WordPress::load();
Beacons::measure( 'a visit, over nginx and PHP-FPM: the beacon', 'of the same site', 40 );
