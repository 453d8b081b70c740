<?php
/**
 * The plugin's own problems with a form.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Form;

\defined( 'ABSPATH' ) || exit;

/**
 * For rules about WordPress that the engine cannot know, in the same format as the engine's problems.
 */
final class Refusal extends \Exception {

	/**
	 * What is wrong and what is expected.
	 *
	 * @var string[]
	 */
	private readonly array $reasons;

	/**
	 * Creates the exception.
	 *
	 * @param string $path       Path in the configuration, as in the engine's problems.
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
