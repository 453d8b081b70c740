<?php
/** Goes through the calendar, moving the clock before each entry. */

declare(strict_types=1);

namespace Siren\Story;

use Closure;

final class Chronicle {

	public function __construct( private readonly Site $site, private readonly Actions $actions ) {}

	/** @param Closure(Moment, string): void $do Does a moment; the string is its local time. */
	public function play( Closure $do ): void {
		foreach ( require dirname( __DIR__ ) . '/calendar.php' as $entry ) {
			$this->site->set_clock( $entry[0] );
			foreach ( $this->actions->moments( $entry ) as $moment ) {
				$do( $moment, $entry[0] );
			}
		}
	}
}
