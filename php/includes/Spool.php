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
 * Appends facts to the engine's own journal, line for line as the engine writes them, so that they count once it is
 * back: a record separator, the checksum of the JSON text, a space, the JSON text, a line feed. The head of
 * src/journal/mod.rs describes the format.
 *
 * Takes what the extension's functions of the same names take. What it cannot say in a line it refuses by an exception;
 * whether a fact is a possible one, the engine finds out when it reads the line, and keeps a faulty one aside.
 *
 * Calls nothing of WordPress: the beacon records with it too.
 */
final class Spool {

	private const NAME = 'journal.log';

	/** As the engine's: how many visitors of one network count where nobody says. */
	private const NETWORK_LIMIT = 10;

	/** As the engine's: only a directory that is replaced without end comes to it. */
	private const ATTEMPTS = 16;

	/** No amount of minor units the engine accepts has more digits; any number of so many fits an integer. */
	private const MOST_DIGITS = 15;

	private const INSTANT = '/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/D';

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
	 * @throws \UnexpectedValueException When it cannot be written as a line.
	 * @throws \RuntimeException         When it cannot be kept.
	 */
	public function event( string $type, array $event ): array {
		self::refuse_unknown( $event, [ 'key', 'collaborator', 'collaborators', 'alias', 'occurred_at', 'subject', 'object', 'quantity', 'value', 'currency', 'data', 'ignored', 'network', 'network_limit', 'history' ] );
		$line = [
			'key'    => self::text( $event, 'key' ),
			'type'   => $type,
			'at'     => self::instant( $event ),
			'owners' => self::credited( $event ),
		];
		$line += self::person( $event, 'subject' );
		foreach ( [ 'object', 'quantity', 'value', 'currency', 'ignored' ] as $name ) {
			if ( isset( $event[ $name ] ) ) {
				$line[ $name ] = $event[ $name ];
			}
		}
		if ( isset( $event['data'] ) ) {
			$line['data'] = self::json( $event['data'] ); // Kept as text, which the engine hands back unread.
		}
		if ( isset( $event['network'] ) ) {
			$line['network'] = [
				'name' => self::text( $event, 'network' ),
				'most' => $event['network_limit'] ?? self::NETWORK_LIMIT,
			];
		}
		$line += self::switches( $event, [ 'history' ] );
		$this->append( 'event', $line, false );
		return self::accepted( $line['key'] );
	}

	/**
	 * Keeps one sale.
	 *
	 * @param array<string,mixed> $transaction As `siren_record_transaction()` takes it.
	 * @return array{key:string,status:string}
	 * @throws \UnexpectedValueException When it cannot be written as a line.
	 * @throws \RuntimeException         When it cannot be kept.
	 */
	public function transaction( array $transaction ): array {
		self::refuse_unknown( $transaction, [ 'source', 'external_id', 'currency', 'occurred_at', 'customer', 'details', 'coupons', 'renewal', 'referrer', 'revision', 'history' ] );
		$currency = self::text( $transaction, 'currency' );
		$line     = self::identity( $transaction ) + [
			'currency' => $currency,
			'at'       => self::instant( $transaction ),
			'details'  => [],
		];
		foreach ( self::items( $transaction['details'] ?? [] ) as $index => $detail ) {
			$line['details'][] = self::detail( $detail, $index, $currency );
		}
		$line += self::person( $transaction, 'customer' );
		if ( [] !== ( $transaction['coupons'] ?? [] ) ) {
			$line['coupons'] = \array_map( 'strval', \array_values( $transaction['coupons'] ) );
		}
		$line += self::switches( $transaction, [ 'renewal', 'history' ] );
		if ( isset( $transaction['revision'] ) ) {
			$line['revision'] = $transaction['revision'];
		}
		if ( isset( $transaction['referrer'] ) ) {
			$referrer  = $transaction['referrer'];
			$referrers = \is_array( $referrer ) && \array_is_list( $referrer ) ? $referrer : [ $referrer ];
			if ( [] !== $referrers ) {
				$line['referrers'] = \array_map( [ self::class, 'owner' ], $referrers );
			}
		}
		$this->append( 'transaction', $line, true );
		return self::accepted( $line['source'] . ':' . $line['external_id'] );
	}

	/**
	 * Keeps one refund.
	 *
	 * @param array<string,mixed> $refund As `siren_record_refund()` takes it.
	 * @return array{key:string,status:string}
	 * @throws \UnexpectedValueException When it cannot be written as a line.
	 * @throws \RuntimeException         When it cannot be kept.
	 */
	public function refund( array $refund ): array {
		self::refuse_unknown( $refund, [ 'source', 'external_id', 'refund_id', 'occurred_at', 'lines', 'amount', 'undo', 'cancelled', 'history' ] );
		$line = self::identity( $refund ) + [
			'refund_id' => self::text( $refund, 'refund_id' ),
			'at'        => self::instant( $refund ),
			'takes'     => self::taken( $refund ),
		];
		$line += self::switches( $refund, [ 'undo', 'cancelled', 'history' ] );
		$this->append( 'refund', $line, true );
		return self::accepted( $line['source'] . ':' . $line['external_id'] . ':' . $line['refund_id'] );
	}

	/**
	 * The shop and its number for a sale.
	 *
	 * @param array<string,mixed> $fact A transaction or a refund.
	 * @return array{source:string,external_id:string}
	 */
	private static function identity( array $fact ): array {
		return [
			'source'      => self::text( $fact, 'source' ),
			'external_id' => self::text( $fact, 'external_id' ),
		];
	}

	/**
	 * What is true of a fact; a line does not say what is not.
	 *
	 * @param array<string,mixed> $fact  What the caller gave.
	 * @param string[]            $names Which may be true of it.
	 * @return array<string,true>
	 */
	private static function switches( array $fact, array $names ): array {
		return \array_fill_keys( \array_filter( $names, static fn( string $name ): bool => true === ( $fact[ $name ] ?? false ) ), true );
	}

	/**
	 * One person by one name, or by a list of all names there are: the first is kept.
	 *
	 * @param array<string,mixed> $fact What the caller gave.
	 * @param string              $name Under which key.
	 * @return array<string,mixed> Nothing, where nobody is named.
	 */
	private static function person( array $fact, string $name ): array {
		$names = $fact[ $name ] ?? [];
		$names = \is_array( $names ) ? \array_values( $names ) : [ $names ];
		if ( [] === $names ) {
			return [];
		}
		$line = [ $name => $names[0] ];
		return 1 === \count( $names ) ? $line : $line + [ 'also' => \array_slice( $names, 1 ) ];
	}

	/**
	 * Whom an event credits, from the one of three keys that names them.
	 *
	 * @param array<string,mixed> $event The event.
	 * @return array<array<string,mixed>> Owners.
	 * @throws \UnexpectedValueException When none or several do.
	 */
	private static function credited( array $event ): array {
		$named = \array_values( \array_intersect( [ 'collaborator', 'collaborators', 'alias' ], \array_keys( $event ) ) );
		if ( 1 !== \count( $named ) ) {
			throw new \UnexpectedValueException( 'an event names whom it credits by exactly one of: collaborator, collaborators, alias' );
		}
		return 'collaborators' === $named[0]
			? \array_map( [ self::class, 'owner' ], self::items( $event['collaborators'] ) )
			: [ self::owner( $event[ $named[0] ] ) ];
	}

	/**
	 * One of those who are credited: an id, or an id or an alias with a weight.
	 *
	 * @param mixed $owner What the caller gave.
	 * @return array<string,mixed>
	 */
	private static function owner( $owner ): array {
		if ( \is_int( $owner ) ) {
			return [ 'id' => $owner ];
		}
		$line = isset( $owner['id'] ) ? [ 'id' => $owner['id'] ] : [ 'alias' => self::alias( $owner ) ];
		if ( 1 !== ( $owner['weight'] ?? 1 ) ) {
			$line['weight'] = $owner['weight'];
		}
		return $line;
	}

	/**
	 * An alias.
	 *
	 * @param mixed $alias `type` and `code`.
	 * @return array{string,string}
	 */
	private static function alias( $alias ): array {
		return [ self::text( $alias, 'type' ), self::text( $alias, 'code' ) ];
	}

	/**
	 * One part of a sale.
	 *
	 * @param mixed  $detail   What the caller gave.
	 * @param int    $index    Its place.
	 * @param string $currency Of the sale.
	 * @return array<string,mixed>
	 */
	private static function detail( $detail, int $index, string $currency ): array {
		self::refuse_unknown( $detail, [ 'kind', 'external_id', 'amount', 'quantity', 'name', 'type', 'sku', 'categories', 'owners', 'line' ] );
		$line = [
			'kind'        => self::text( $detail, 'kind' ),
			'external_id' => isset( $detail['external_id'] ) ? self::text( $detail, 'external_id' ) : '#' . ( $index + 1 ),
			'amount'      => self::minor( self::text( $detail, 'amount' ), $currency ),
			'quantity'    => $detail['quantity'] ?? 1,
		];
		if ( isset( $detail['name'] ) ) {
			// Names are for people: a long one is cut, not refused. Not by mb_substr(), which this PHP may lack.
			\preg_match( '/^.{0,200}/su', self::text( $detail, 'name' ), $kept );
			$line['name'] = $kept[0] ?? '';
		}
		foreach ( [ 'type', 'sku', 'line' ] as $name ) {
			if ( '' !== ( $detail[ $name ] ?? '' ) ) {
				$line[ $name ] = self::text( $detail, $name );
			}
		}
		if ( [] !== ( $detail['categories'] ?? [] ) ) {
			$line['categories'] = \array_map( 'strval', \array_values( $detail['categories'] ) );
		}
		if ( [] !== ( $detail['owners'] ?? [] ) ) {
			$line['owners'] = \array_map( [ self::class, 'owner' ], self::items( $detail['owners'] ) );
		}
		if ( isset( $detail['line'] ) ) {
			$line['line'] = self::text( $detail, 'line' );
		}
		return $line;
	}

	/**
	 * What of the sale a refund takes back.
	 *
	 * @param array<string,mixed> $refund The refund.
	 * @return string|array<string,mixed> Lines, an amount, or the word for all that is left.
	 * @throws \UnexpectedValueException When it says both.
	 */
	private static function taken( array $refund ) {
		if ( isset( $refund['lines'], $refund['amount'] ) ) {
			throw new \UnexpectedValueException( 'a refund has lines or an amount, not both' );
		}
		if ( isset( $refund['amount'] ) ) {
			return [ 'amount' => self::text( $refund, 'amount' ) ];
		}
		if ( ! isset( $refund['lines'] ) ) {
			return 'rest';
		}
		$lines = [];
		foreach ( self::items( $refund['lines'] ) as $given ) {
			self::refuse_unknown( $given, [ 'external_id', 'amount', 'quantity' ] );
			$line = [ 'external_id' => self::text( $given, 'external_id' ) ];
			if ( isset( $given['amount'] ) ) {
				$line['amount'] = self::text( $given, 'amount' );
			}
			if ( isset( $given['quantity'] ) ) {
				$line['quantity'] = $given['quantity'];
			}
			$lines[] = $line;
		}
		return [ 'lines' => $lines ];
	}

	/**
	 * An amount as a whole number of minor units, made of its digits.
	 *
	 * @param string $amount   Decimal string.
	 * @param string $currency Of which.
	 * @throws \UnexpectedValueException When it is no amount of this currency.
	 */
	private static function minor( string $amount, string $currency ): int {
		$digits = Money::digits( $currency );
		if ( 1 !== \preg_match( '/^(-?)(\d+)(?:\.(\d+))?$/D', $amount, $part ) || \strlen( $part[3] ?? '' ) > $digits ) {
			throw new \UnexpectedValueException( 'a detail has an amount that is none in its currency' );
		}
		$minor = \ltrim( $part[2] . \str_pad( $part[3] ?? '', $digits, '0' ), '0' );
		if ( \strlen( $minor ) > self::MOST_DIGITS ) {
			throw new \UnexpectedValueException( 'a detail has an amount larger than the largest possible' );
		}
		return (int) ( $part[1] . ( '' === $minor ? '0' : $minor ) );
	}

	/**
	 * When a fact happened, in microseconds since 1970.
	 *
	 * @param array<string,mixed> $fact With `occurred_at`, else it is now.
	 * @throws \UnexpectedValueException When that is no instant.
	 */
	private static function instant( array $fact ): int {
		$given = $fact['occurred_at'] ?? null;
		if ( null === $given ) {
			return self::now();
		}
		if ( ! \is_string( $given ) || 1 !== \preg_match( self::INSTANT, $given ) ) {
			throw new \UnexpectedValueException( 'occurred_at is no RFC 3339 instant' );
		}
		return self::micros( new \DateTimeImmutable( $given ) );
	}

	/**
	 * The machine's time in microseconds since 1970.
	 */
	private static function now(): int {
		return self::micros( new \DateTimeImmutable() );
	}

	/**
	 * Microseconds since 1970.
	 *
	 * @param \DateTimeImmutable $time Any instant.
	 */
	private static function micros( \DateTimeImmutable $time ): int {
		return $time->getTimestamp() * 1_000_000 + (int) $time->format( 'u' );
	}

	/**
	 * A required text; shops give their numbers as integers too.
	 *
	 * @param mixed  $fact Where.
	 * @param string $name Under which key.
	 * @throws \UnexpectedValueException When it is not there or no text.
	 */
	private static function text( $fact, string $name ): string {
		$value = \is_array( $fact ) ? $fact[ $name ] ?? null : null;
		if ( ! \is_string( $value ) && ! \is_int( $value ) ) {
			throw new \UnexpectedValueException( \sprintf( '%s must be a text', $name ) );
		}
		return (string) $value;
	}

	/**
	 * A list.
	 *
	 * @param mixed $value What the caller gave.
	 * @return array<int,mixed>
	 * @throws \UnexpectedValueException When it is none.
	 */
	private static function items( $value ): array {
		if ( ! \is_array( $value ) ) {
			throw new \UnexpectedValueException( 'a list is missing' );
		}
		return \array_values( $value );
	}

	/**
	 * Refuses keys the engine has no place for, as it does.
	 *
	 * @param mixed    $fact  What the caller gave.
	 * @param string[] $known The keys there are.
	 * @throws \UnexpectedValueException When there is another.
	 */
	private static function refuse_unknown( $fact, array $known ): void {
		$unknown = \is_array( $fact ) ? \array_diff( \array_keys( $fact ), $known ) : [ 'no array' ];
		if ( [] !== $unknown ) {
			throw new \UnexpectedValueException( \sprintf( 'not known: %s', \implode( ', ', $unknown ) ) );
		}
	}

	/**
	 * JSON text; a text that is not UTF-8 has none.
	 *
	 * @param mixed $value Anything.
	 * @throws \JsonException When it has none.
	 */
	private static function json( $value ): string {
		return \json_encode( $value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_LINE_TERMINATORS ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- also called where there is no WordPress.
	}

	/**
	 * What the extension answers.
	 *
	 * @param string $key The fact's key.
	 * @return array{key:string,status:string}
	 */
	private static function accepted( string $key ): array {
		return [
			'key'    => $key,
			'status' => 'accepted',
		];
	}

	/**
	 * Appends one line. Acknowledged, like the engine's own, when it was written whole into the file that still has the
	 * journal's name, and is on the disk if it bears money; a rotation in between means to write it once more.
	 *
	 * @param string              $member  What was recorded.
	 * @param array<string,mixed> $record  The fact.
	 * @param bool                $durable Whether to wait for the disk.
	 * @throws \RuntimeException When it cannot be kept.
	 */
	private function append( string $member, array $record, bool $durable ): void {
		$json = self::json(
			[
				$member => $record,
				'now'   => self::now(),
			]
		);
		$line = "\x1e" . \hash( 'crc32b', $json ) . ' ' . $json . "\n";
		for ( $attempt = 0; $attempt < self::ATTEMPTS; $attempt++ ) {
			if ( $this->write( $line, $durable ) ) {
				return;
			}
		}
		throw new \RuntimeException( 'the journal is replaced faster than it can be written' );
	}

	/**
	 * Writes into the file that has the journal's name now.
	 *
	 * @param string $line    The line.
	 * @param bool   $durable Whether to wait for the disk.
	 * @return bool Whether the file still had that name afterwards.
	 * @throws \RuntimeException When it cannot be written.
	 */
	private function write( string $line, bool $durable ): bool {
		$path = $this->directory . '/' . self::NAME;
		$file = PrivateFile::open( $path, 'ab' );
		if ( false === $file ) {
			throw new \RuntimeException( 'the journal cannot be opened for writing' );
		}
		try {
			// One write, because only one is atomic among those who append.
			if ( \strlen( $line ) !== @\fwrite( $file, $line ) || ( $durable && ! \fdatasync( $file ) ) ) {
				throw new \RuntimeException( 'the journal cannot be written: is the disk full?' );
			}
			$written = \fstat( $file );
		} finally {
			\fclose( $file );
		}
		\clearstatcache( true, $path );
		$named = @\lstat( $path );
		return false !== $named && false !== $written && [ $named['dev'], $named['ino'] ] === [ $written['dev'], $written['ino'] ];
	}
}
