<?php
/**
 * The event of a visit.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * The event and its key are the same, whichever way a visit was counted.
 */
final class VisitEvent {

	/**
	 * A reader views a post.
	 *
	 * @param int     $post    Post.
	 * @param int[]   $owners  Owners of the post: WordPress users.
	 * @param Visit   $visit   Who visits, and when.
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
	 * A visitor arrives through a link. The key contains the code rather than the collaborator, because a page does not
	 * know whose the code is. The engine uses the subject to recognise visits through one's own link.
	 *
	 * @param string  $code    Code of the link.
	 * @param Visit   $visit   Who visits, and when.
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
