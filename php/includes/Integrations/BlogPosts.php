<?php
/**
 * Blog posts: readers of what a collaborator wrote.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations;

use Siren\Distributors\Clock;
use Siren\Distributors\PageView;
use Siren\Distributors\Recorder;
use Siren\Distributors\Visitor;
use Siren\Distributors\VisitWindow;

\defined( 'ABSPATH' ) || exit;

/**
 * Counts on the server, so a site whose pages are served from a full-page cache misses the visits the cache answers.
 */
final class BlogPosts {

	/**
	 * A template is about to be rendered: if it is a published post and a person reads it, record the visit.
	 */
	public static function record(): void {
		if ( \is_singular( 'post' ) && PageView::is_personal() ) {
			Recorder::attempt( static fn() => self::record_visit( \get_queried_object_id() ) );
		}
	}

	/**
	 * Records a visit of a post by anybody who does not work on it.
	 *
	 * @param int $post_id The post asked for; `$post` may by now be another.
	 */
	private static function record_visit( int $post_id ): void {
		$post = \get_post( $post_id );
		if ( null === $post || 'publish' !== $post->post_status ) {
			return;
		}
		$author = (int) $post->post_author;
		if ( $author <= 0 || \get_current_user_id() === $author || \current_user_can( 'edit_post', $post_id ) ) {
			return;
		}

		$now     = Clock::now();
		$visitor = Visitor::subject( $now );
		Recorder::event(
			'post_visited',
			[
				'key'         => \sprintf( 'visit:%d:%s:%s', $post_id, $visitor, VisitWindow::of( $now ) ),
				'alias'       => [
					'type' => 'wp_user',
					'code' => (string) $author,
				],
				'subject'     => $visitor,
				'object'      => 'post:' . $post_id,
				'occurred_at' => $now,
			]
		);
	}
}
