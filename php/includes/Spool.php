<?php
/**
 * Records events while the extension is missing.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * Appends the arguments of the recording functions to the engine's own journal, so that they count once the extension
 * is back. A line consists of a record separator, the checksum of the JSON text, a space, the JSON text and a line
 * feed; the head of src/journal/mod.rs describes it.
 *
 * Only the keys are read here. The engine validates each record when it reads the line, and sets an invalid one aside
 * with all its problems.
 *
 * Calls no WordPress function, because the beacon uses it too.
 */
final class Spool {

	/**
	 * The journal of a data directory, which need not exist yet.
	 *
	 * @param string $directory Absolute path.
	 */
	public function __construct( private string $directory ) {}

	/**
	 * Spools one event.
	 *
	 * @param string              $type  Event type.
	 * @param array<string,mixed> $event As `siren_record_event()` takes it.
	 * @return array{key:string,status:string}
	 * @throws \UnexpectedValueException When it has no key.
	 * @throws \JsonException            When it cannot be encoded as JSON.
	 * @throws \RuntimeException         When it cannot be written.
	 */
	public function event( string $type, array $event ): array {
		return $this->keep( 'record_event', [ 'type' => $type ] + $event, [ 'key' ], false );
	}

	/**
	 * Spools one sale.
	 *
	 * @param array<string,mixed> $transaction As `siren_record_transaction()` takes it.
	 * @return array{key:string,status:string}
	 * @throws \UnexpectedValueException When it has no key.
	 * @throws \JsonException            When it cannot be encoded as JSON.
	 * @throws \RuntimeException         When it cannot be written.
	 */
	public function transaction( array $transaction ): array {
		return $this->keep( 'record_transaction', $transaction, [ 'source', 'external_id' ], true );
	}

	/**
	 * Spools one refund.
	 *
	 * @param array<string,mixed> $refund As `siren_record_refund()` takes it.
	 * @return array{key:string,status:string}
	 * @throws \UnexpectedValueException When it has no key.
	 * @throws \JsonException            When it cannot be encoded as JSON.
	 * @throws \RuntimeException         When it cannot be written.
	 */
	public function refund( array $refund ): array {
		return $this->keep( 'record_refund', $refund, [ 'source', 'external_id', 'refund_id' ], true );
	}

	/**
	 * Appends one line.
	 *
	 * @param string              $call    Name of the function without `siren_`.
	 * @param array<string,mixed> $input   Its arguments.
	 * @param string[]            $names   Fields that make up its key.
	 * @param bool                $durable Whether to sync to the disk.
	 * @return array{key:string,status:string} What the extension would return.
	 */
	private function keep( string $call, array $input, array $names, bool $durable ): array {
		$key = [];
		foreach ( $names as $name ) {
			$part = $input[ $name ] ?? null;
			if ( ! \is_int( $part ) && ( ! \is_string( $part ) || '' === $part ) ) {
				throw new \UnexpectedValueException( "$name is missing" );
			}
			$key[] = $part;
		}
		$json = \json_encode( // phpcs:ignore WordPress.WP.AlternativeFunctions -- also called where there is no WordPress.
			[
				'record' => [
					'call'  => $call,
					'input' => $input,
				],
				'now'    => self::now(),
			],
			JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_LINE_TERMINATORS
		);
		( new JournalFile( $this->directory ) )->append( "\x1e" . \hash( 'crc32b', $json ) . ' ' . $json . "\n", $durable );
		return [
			'key'    => \implode( ':', $key ),
			'status' => 'accepted',
		];
	}

	/**
	 * Microseconds since 1970.
	 */
	private static function now(): int {
		[ $fraction, $seconds ] = \explode( ' ', \microtime() );
		return (int) $seconds * 1_000_000 + (int) \substr( $fraction, 2, 6 );
	}
}
