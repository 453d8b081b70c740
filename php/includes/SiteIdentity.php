<?php
/**
 * Which site this is.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * A copy of a site, made for staging, has the original's database, and with it the way to the original's ledger. It is
 * recognised by its address: the one that was kept with the ledger's place is another's. Until somebody says whether the site
 * moved or was copied, the ledger is only read, and what happens is written down beside it, in the directory in which a copy
 * would begin its own. Where the site moved, that is brought in; where it was copied, the copy's own ledger begins with it.
 */
final class SiteIdentity {

	/**
	 * Whether nobody has said yet which site this is.
	 */
	public static function is_undecided(): bool {
		$here = self::address();
		$kept = Placement::kept()['address'] ?? '';
		// Where a command line does not know the address, nothing can be concluded from that.
		return '' !== $here && '' !== $kept && $here !== self::plain( $kept );
	}

	/**
	 * This site's address as it is compared: host, port and path. Whether it begins with https or www makes no other site.
	 *
	 * @return string '' where it is not known.
	 */
	public static function address(): string {
		/**
		 * Filters the address by which a copy of this site is told from the original. A site that is served under several
		 * hosts answers the same for all of them.
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

	/**
	 * The address that the ledger was begun at.
	 */
	public static function address_before(): string {
		return self::plain( Placement::kept()['address'] ?? '' );
	}

	/**
	 * An address as it is kept: staging tools replace the original's address by the copy's wherever they can read it.
	 *
	 * @param string $address As {@see self::address()} gives it.
	 */
	public static function kept_form( string $address ): string {
		return \base64_encode( $address ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions -- nothing is hidden from people by it.
	}

	/**
	 * The site moved here: the ledger is its own, with what was written down meanwhile.
	 */
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

	/**
	 * This is a copy: it begins a ledger of its own, and knows nothing of the original's any more.
	 */
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
	 * Brings what a moved site wrote down while nobody had said so into its ledger. Heartbeats call it too: a request that
	 * was under way when it was said wrote into the old place once more. Killed in between it is done again, and each fact
	 * counts once.
	 *
	 * @throws \RuntimeException When the ledger is missing or its journal cannot be written; what waits stays.
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
	 * An address as it is shown.
	 *
	 * @param string $kept As {@see self::kept_form()} gives it.
	 */
	private static function plain( string $kept ): string {
		return (string) \base64_decode( $kept, true ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions -- as above.
	}
}
