<?php
/** One action of a person, and how to repeat it if the server died before it answered. */

declare(strict_types=1);

namespace Siren\Story;

use Closure;

final class Moment {

	/**
	 * @param string         $text  Its description: "ines buys rust with ELENA10".
	 * @param Closure():void $act   Performs the action.
	 * @param ?Closure():void $again Repeats it without knowing how far the first attempt got; null for the same closure.
	 */
	public function __construct( public readonly string $text, public readonly Closure $act, private readonly ?Closure $again = null ) {}

	public function again(): Closure {
		return $this->again ?? $this->act;
	}
}
