<?php
/**
 * Prints who earned what and why. Command line only, with the extension loaded: report.php SITE
 */

declare(strict_types=1);

use Siren\Story\Report;
use Siren\Story\Site;

require __DIR__ . '/lib/load.php';

( new Report( new Site( $argv[1] ) ) )->print();
