<?php
/** The server was killed while it was answering. */

declare(strict_types=1);

namespace Siren\Story;

use Exception;

final class Cut extends Exception {}
