<?php
/**
 * Distinguishes a site from its copies.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * A staging copy of a site has the original's database, and with it the location of the original's ledger. It is
 * recognised by its address, which differs from the one stored with the ledger's location. Until somebody says whether
 * the site moved or was copied, the ledger is only read, and events are spooled in the directory where a copy would
 * start its own ledger. If the site moved, they are merged into the existing ledger; if it was copied, the copy's own
 * ledger starts with them.
 */
final class SiteIdentity {

	/** Whether it is still open which site this is. */
	public static function is_undecided(): bool {
		$here = self::address();
		$kept = Placement::kept()['address'] ?? '';
		// If a command line does not know the address, nothing follows from that.
		return '' !== $here && '' !== $kept && $here !== self::plain( $kept );
	}

	/**
	 * This site's address in the form used for comparison: host, port and path, without the scheme and a leading www.
	 *
	 * @return string '' if unknown.
	 */
	public static function address(): string {
		/**
		 * Filters the address by which a copy of this site is distinguished from the original. A site that is served
		 * under several hosts must return the same address for all of them.
		 *
		 * @since 0.1.0
		 *
		 * @param string $address The option `home`.
		 */
		$address = (string) \apply_filters( 'siren_site_address', (string) \get_option( 'home' ) );
		$part    = (array) \wp_parse_url( $address );
		$host    = (string) \preg_replace( '/^www\./', '', \strtolower( (string) ( $part['host'] ?? '' ) ) );
		if ( '' === $host ) {
			return '';
		}
		$port = (int) ( $part['port'] ?? 0 );
		return $host . ( \in_array( $port, [ 0, 80, 443 ], true ) ? '' : ':' . $port ) . \rtrim( (string) ( $part['path'] ?? '' ), '/' );
	}

	/** The address at which the ledger was started. */
	public static function address_before(): string {
		return self::plain( Placement::kept()['address'] ?? '' );
	}

	/**
	 * Encodes an address for storage, because staging tools replace the original's address with the copy's wherever
	 * they find it.
	 *
	 * @param string $address As returned by {@see self::address()}.
	 */
	public static function kept_form( string $address ): string {
		return \base64_encode( $address ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions -- nothing is hidden from people by it.
	}

	/** The site moved here: it keeps the ledger and merges what was spooled in the meantime. */
	public static function moved(): void {
		$choice = Placement::kept();
		if ( null === $choice || ! self::is_undecided() ) {
			return;
		}
		$choice['waits']   = Placement::derived_token();
		$choice['address'] = self::kept_form( self::address() );
		Placement::keep( $choice );
		self::bring_in();
	}

	/** This is a copy: it starts its own ledger and forgets the original's. */
	public static function copied(): void {
		$choice = Placement::kept();
		if ( null === $choice || ! self::is_undecided() ) {
			return;
		}
		$choice['token']   = Placement::derived_token();
		$choice['address'] = self::kept_form( self::address() );
		$choice['waits']   = '';
		Placement::keep( $choice );
		Placement::protect( $choice );
		KnownLedger::forget();
	}

	/**
	 * Merges what a moved site spooled while the question was open into its ledger. Heartbeats call it as well, because
	 * a request that was running at that moment may have written to the old place. If it is interrupted, it runs again,
	 * and each event counts once.
	 *
	 * @throws \RuntimeException When the ledger is missing or its journal cannot be written; nothing spooled is lost.
	 */
	public static function bring_in(): void {
		$token = Placement::kept()['waits'] ?? '';
		if ( '' === $token || self::is_undecided() ) {
			return;
		}
		KnownLedger::demand( Store::directory() );
		$directory = Placement::path_of( $token );
		$waiting   = $directory . '/' . JournalFile::NAME;
		$moving    = $directory . '/journal.moving';
		while ( \is_file( $moving ) || ( \is_file( $waiting ) && \rename( $waiting, $moving ) ) ) {
			( new JournalFile( Store::directory() ) )->take_over( $moving );
			\unlink( $moving );
			\clearstatcache();
		}
	}

	/**
	 * Decodes an address for display.
	 *
	 * @param string $kept As returned by {@see self::kept_form()}.
	 */
	private static function plain( string $kept ): string {
		return (string) \base64_decode( $kept, true ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions -- as above.
	}
}
