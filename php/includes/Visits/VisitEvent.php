<?php
/**
 * A visit as it is recorded.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * The same fact, with the same key, whichever way a visit was noticed.
 */
final class VisitEvent {

	/**
	 * Somebody reads a post.
	 *
	 * @param int     $post    Post.
	 * @param int[]   $owners  WordPress users whose it is.
	 * @param Visit   $visit   VisitorIdentity comes, and when.
	 * @param ?string $ignored Why it must not count.
	 * @return array<string,mixed> As `siren_record_event( 'post_visited', … )` takes it.
	 */
	public static function post( int $post, array $owners, Visit $visit, ?string $ignored ): array {
		$event = [
			'key'           => $visit->key( 'visit:' . $post ),
			'collaborators' => \array_map(
				static fn( int $owner ): array => [
					'type' => 'wp_user',
					'code' => (string) $owner,
				],
				$owners
			),
			'object'        => 'post:' . $post,
		];
		return $event + $visit->who() + ( null === $ignored ? [] : [ 'ignored' => $ignored ] );
	}

	/**
	 * Somebody came by a link. The key has the code where it could have the collaborator: whose the code is, is not known
	 * in a page. Whether it is the visitor's own, the engine sees by the subject.
	 *
	 * @param string  $code    The link's code.
	 * @param Visit   $visit   VisitorIdentity comes, and when.
	 * @param ?string $ignored Why it must not count.
	 * @return array<string,mixed> As `siren_record_event( 'site_visited', … )` takes it.
	 */
	public static function link( string $code, Visit $visit, ?string $ignored ): array {
		$event = [
			'key'   => $visit->key( 'ref', $code ),
			'alias' => [
				'type' => 'link',
				'code' => $code,
			],
		];
		return $event + $visit->who() + ( null === $ignored ? [] : [ 'ignored' => $ignored ] );
	}
}
