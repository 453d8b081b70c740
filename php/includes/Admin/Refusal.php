<?php
/**
 * Our own objections to a form.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin;

\defined( 'ABSPATH' ) || exit;

/**
 * What the engine cannot know, because it is about WordPress, in the shape the engine's own objections have.
 */
final class Refusal extends \Exception {

	/**
	 * Refuses for one reason.
	 *
	 * @param string $path   Where in the configuration, as the engine would name it.
	 * @param string $reason What is wrong and what is expected.
	 */
	public function __construct( private readonly string $path, private readonly string $reason ) {
		parent::__construct( $path . ': ' . $reason );
	}

	/**
	 * The problems.
	 *
	 * @return array<array{path:string,message:string}>
	 */
	public function problems(): array {
		return [
			[
				'path'    => $this->path,
				'message' => $this->reason,
			],
		];
	}
}
