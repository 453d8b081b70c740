<?php
/**
 * The beacon without WordPress. The file that {@see Endpoint} writes into wp-content sets the path of the site's
 * configuration in `$siren_beacon_site` and loads this file.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

\defined( 'SIREN_BEACON' ) || exit;

$siren_beacon_site = isset( $siren_beacon_site ) && \is_file( $siren_beacon_site ) ? require $siren_beacon_site : null;
if ( ! \is_array( $siren_beacon_site ) ) {
	\http_response_code( 204 );
	return;
}

// The few classes are listed by name, because autoloading would cost more.
foreach ( [ 'Instant', 'Pseudonym', 'PrivateFile', 'Requirements', 'VisitWindow', 'Visits/Token', 'Visits/VisitorIdentity', 'Visits/Code', 'Visits/ReferralTrail', 'Visits/Salt', 'Visits/RateLimit', 'Visits/Network', 'Visits/Source', 'Visits/ChangedPosts', 'Visits/RejectedVisits', 'Visits/BotFilter', 'Visits/Visit', 'Visits/VisitEvent', 'Visits/Request', 'Visits/ReferralCookie', 'Visits/Beacon' ] as $siren_beacon_class ) {
	require \dirname( __DIR__ ) . '/' . $siren_beacon_class . '.php';
}
if ( 'spool' === Beacon::recorder() ) {
	require \dirname( __DIR__ ) . '/JournalFile.php';
	require \dirname( __DIR__ ) . '/Spool.php';
}

// Replaces the site's filters, which need WordPress.
$siren_beacon_prelude = '' === $siren_beacon_site['prelude'] || ! \is_file( $siren_beacon_site['prelude'] ) ? [] : (array) require $siren_beacon_site['prelude'];

$siren_beacon_answer = ( new Beacon( $siren_beacon_site ) )->answer(
	new Request( $_SERVER, $_POST, $_COOKIE, (string) ( $siren_beacon_prelude['address'] ?? $_SERVER['REMOTE_ADDR'] ?? '' ) ), // phpcs:ignore WordPress.Security.NonceVerification -- a cached page has no nonce; the token takes its place.
	(string) ( $siren_beacon_prelude['now'] ?? \gmdate( 'Y-m-d\TH:i:s\Z' ) )
);

\http_response_code( $siren_beacon_answer['status'] );
\header_remove( 'X-Powered-By' );
foreach ( $siren_beacon_answer['headers'] as $siren_beacon_name => $siren_beacon_value ) {
	\header( $siren_beacon_name . ': ' . $siren_beacon_value );
}
if ( null !== $siren_beacon_answer['remember'] ) {
	ReferralCookie::send( $siren_beacon_site['cookie'], $siren_beacon_answer['remember'] );
}
