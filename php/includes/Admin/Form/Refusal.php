<?php
/**
 * Our own objections to a form.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Form;

\defined( 'ABSPATH' ) || exit;

/**
 * What the engine cannot know, because it is about WordPress, in the shape the engine's own objections have.
 */
final class Refusal extends \Exception {

	/**
	 * What is wrong and what is expected.
	 *
	 * @var string[]
	 */
	private readonly array $reasons;

	/**
	 * Refuses.
	 *
	 * @param string $path       Where in the configuration, as the engine would name it.
	 * @param string ...$reasons What is wrong there and what is expected.
	 */
	public function __construct( private readonly string $path, string ...$reasons ) {
		$this->reasons = \array_values( $reasons );
		parent::__construct( $path . ': ' . \implode( '; ', $reasons ) );
	}

	/**
	 * The problems.
	 *
	 * @return array<array{path:string,message:string}>
	 */
	public function problems(): array {
		return \array_map(
			fn( string $reason ): array => [
				'path'    => $this->path,
				'message' => $reason,
			],
			$this->reasons
		);
	}
}
