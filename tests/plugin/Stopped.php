<?php
/**
 * Where a request would have ended.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

/**
 * Thrown in place of a redirect's or a refusal's `exit`, which would end the tests as well.
 */
final class Stopped extends \Exception {

	/**
	 * Notes how the request ended.
	 *
	 * @param int    $status   HTTP status.
	 * @param string $location Where a redirect leads; '' for a refusal.
	 */
	public function __construct( public readonly int $status, public readonly string $location = '' ) {
		parent::__construct( $status . ' ' . $location );
	}
}
