<?php
/** A page lacks the element that a person wanted to use. */

declare(strict_types=1);

namespace Siren\Story;

use RuntimeException;

final class Missing extends RuntimeException {}
