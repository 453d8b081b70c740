<?php
/** A page does not have what somebody wanted to use. */

declare(strict_types=1);

namespace Siren\Story;

use RuntimeException;

final class Missing extends RuntimeException {}
