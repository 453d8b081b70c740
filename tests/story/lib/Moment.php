<?php
/** One thing somebody does, and how they do it again when the server died before it answered. */

declare(strict_types=1);

namespace Siren\Story;

use Closure;

final class Moment {

	/**
	 * @param string         $text  What is seen of it: "ines buys rust with ELENA10".
	 * @param Closure():void $act   Does it.
	 * @param ?Closure():void $again Does it once more without knowing how far the first try came; the same where null.
	 */
	public function __construct( public readonly string $text, public readonly Closure $act, private readonly ?Closure $again = null ) {}

	public function again(): Closure {
		return $this->again ?? $this->act;
	}
}
