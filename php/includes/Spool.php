<?php
/**
 * Recording while the extension is away.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * Appends what the extension's functions of the same names take to the engine's own journal, as it was told, so that it counts
 * once the extension is back. A line is a record separator, the checksum of the JSON text, a space, the JSON text, a line
 * feed; the head of src/journal/mod.rs describes it.
 *
 * Reads nothing but the keys: whether a fact is a possible one, the engine finds out when it reads the line, and keeps a faulty
 * one aside with all its problems.
 *
 * Calls nothing of WordPress: the beacon records with it too.
 */
final class Spool {

	/**
	 * A journal in a data directory, which need not be there yet.
	 *
	 * @param string $directory Absolute path.
	 */
	public function __construct( private string $directory ) {}

	/**
	 * Keeps one event.
	 *
	 * @param string              $type  Its type.
	 * @param array<string,mixed> $event As `siren_record_event()` takes it.
	 * @return array{key:string,status:string}
	 * @throws \UnexpectedValueException When it has no key.
	 * @throws \JsonException            When it is no text.
	 * @throws \RuntimeException         When it cannot be kept.
	 */
	public function event( string $type, array $event ): array {
		return $this->keep( 'record_event', [ 'type' => $type ] + $event, [ 'key' ], false );
	}

	/**
	 * Keeps one sale.
	 *
	 * @param array<string,mixed> $transaction As `siren_record_transaction()` takes it.
	 * @return array{key:string,status:string}
	 * @throws \UnexpectedValueException When it has no key.
	 * @throws \JsonException            When it is no text.
	 * @throws \RuntimeException         When it cannot be kept.
	 */
	public function transaction( array $transaction ): array {
		return $this->keep( 'record_transaction', $transaction, [ 'source', 'external_id' ], true );
	}

	/**
	 * Keeps one refund.
	 *
	 * @param array<string,mixed> $refund As `siren_record_refund()` takes it.
	 * @return array{key:string,status:string}
	 * @throws \UnexpectedValueException When it has no key.
	 * @throws \JsonException            When it is no text.
	 * @throws \RuntimeException         When it cannot be kept.
	 */
	public function refund( array $refund ): array {
		return $this->keep( 'record_refund', $refund, [ 'source', 'external_id', 'refund_id' ], true );
	}

	/**
	 * Appends one line.
	 *
	 * @param string              $call    Which function it was told to, without `siren_`.
	 * @param array<string,mixed> $input   What it was told.
	 * @param string[]            $names   What its key is made of.
	 * @param bool                $durable Whether to wait for the disk.
	 * @return array{key:string,status:string} What the extension answers.
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
