<?php
/**
 * The end of a request.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

/**
 * Thrown in place of `exit` after a redirect or an error page, which would end the tests too.
 */
final class Stopped extends \Exception {

	/**
	 * Stores how the request ended.
	 *
	 * @param int    $status   HTTP status.
	 * @param string $location Target of a redirect; '' for an error page.
	 */
	public function __construct( public readonly int $status, public readonly string $location = '' ) {
		parent::__construct( $status . ' ' . $location );
	}
}
