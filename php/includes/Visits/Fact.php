<?php
/**
 * A visit as it is recorded.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Visits;

use Siren\Distributors\Mark;

\defined( 'ABSPATH' ) || \defined( 'SIREN_BEACON' ) || exit;

/**
 * The same fact, with the same key, whichever way a visit was noticed. Neither a reader nor the code of a link, which is
 * often a name, stands in the key: it has their mark.
 */
final class Fact {

	/**
	 * Somebody reads a post.
	 *
	 * @param string      $secret  Of {@see \Siren\Distributors\KeySecret}.
	 * @param int         $post    Post.
	 * @param int[]       $owners  WordPress users whose it is.
	 * @param string      $visitor Subject.
	 * @param string      $window  See {@see \Siren\Distributors\VisitWindow}.
	 * @param string      $now     Instant.
	 * @param string|null $ignored Why it must not count.
	 * @return array<string,mixed> As `siren_record_event( 'post_visited', … )` takes it.
	 */
	public static function post( #[\SensitiveParameter] string $secret, int $post, array $owners, string $visitor, string $window, string $now, ?string $ignored ): array {
		$event = [
			'key'           => \sprintf( 'visit:%d:%s:%s', $post, Mark::of( $secret, $visitor ), $window ),
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
	 * Somebody came by a link. The key marks the code where it could have the collaborator: whose the code is, is not known
	 * in a page. Whether it is the visitor's own, the engine sees by the subject.
	 *
	 * @param string      $secret  Of {@see \Siren\Distributors\KeySecret}.
	 * @param string      $code    The link's code.
	 * @param string      $visitor Subject.
	 * @param string      $window  See {@see \Siren\Distributors\VisitWindow}.
	 * @param string      $now     Instant.
	 * @param string|null $ignored Why it must not count.
	 * @return array<string,mixed> As `siren_record_event( 'site_visited', … )` takes it.
	 */
	public static function link( #[\SensitiveParameter] string $secret, string $code, string $visitor, string $window, string $now, ?string $ignored ): array {
		$event = [
			'key'         => \sprintf( 'ref:%s:%s', Mark::of( $secret, $code . '|' . $visitor ), $window ),
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
