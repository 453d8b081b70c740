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
final class Fact {

	/**
	 * Somebody reads a post.
	 *
	 * @param int         $post    Post.
	 * @param int[]       $owners  WordPress users whose it is.
	 * @param string      $visitor Subject.
	 * @param string      $window  See {@see \Siren\Distributors\VisitWindow}.
	 * @param string      $now     Instant.
	 * @param string|null $ignored Why it must not count.
	 * @return array<string,mixed> As `siren_record_event( 'post_visited', … )` takes it.
	 */
	public static function post( int $post, array $owners, string $visitor, string $window, string $now, ?string $ignored ): array {
		$event = [
			'key'           => \sprintf( 'visit:%d:%s:%s', $post, $visitor, $window ),
			'collaborators' => \array_map(
				static fn( int $owner ): array => [
					'type' => 'wp_user',
					'code' => (string) $owner,
				],
				$owners
			),
			'subject'       => $visitor,
			'object'        => 'post:' . $post,
			'occurred_at'   => $now,
		];
		return null === $ignored ? $event : $event + [ 'ignored' => $ignored ];
	}

	/**
	 * Somebody came by a link. The key has the code where it could have the collaborator: whose the code is, is not known
	 * in a page. Whether it is the visitor's own, the engine sees by the subject.
	 *
	 * @param string      $code    The link's code.
	 * @param string      $visitor Subject.
	 * @param string      $window  See {@see \Siren\Distributors\VisitWindow}.
	 * @param string      $now     Instant.
	 * @param string|null $ignored Why it must not count.
	 * @return array<string,mixed> As `siren_record_event( 'site_visited', … )` takes it.
	 */
	public static function link( string $code, string $visitor, string $window, string $now, ?string $ignored ): array {
		$event = [
			'key'         => \sprintf( 'ref:%s:%s:%s', $code, $visitor, $window ),
			'alias'       => [
				'type' => 'link',
				'code' => $code,
			],
			'subject'     => $visitor,
			'occurred_at' => $now,
		];
		return null === $ignored ? $event : $event + [ 'ignored' => $ignored ];
	}
}
