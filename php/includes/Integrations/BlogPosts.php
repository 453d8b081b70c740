<?php
/**
 * Blog posts: readers of what a collaborator wrote.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations;

use Siren\Distributors\Clock;
use Siren\Distributors\KeySecret;
use Siren\Distributors\PageView;
use Siren\Distributors\Recorder;
use Siren\Distributors\Settings;
use Siren\Distributors\Visitor;
use Siren\Distributors\Visits\Beacon;
use Siren\Distributors\Visits\Fact;
use Siren\Distributors\VisitWindow;

\defined( 'ABSPATH' ) || exit;

/**
 * Whose a post is; and, where the site wants visits counted on the server, the counting. A site whose pages are served
 * from a full-page cache would so miss the visits the cache answers: by default the page's script reports them.
 */
final class BlogPosts {

	/**
	 * A template is about to be rendered: if it is a published post and a person reads it, record the visit.
	 */
	public static function record(): void {
		if ( 'server' !== Settings::all()['visits'] || ! \is_singular() || ! PageView::is_page() ) {
			return;
		}
		Recorder::attempt( static fn() => self::record_visit( \get_queried_object_id() ) );
	}

	/**
	 * Whose a post is, if its visits count: its author's.
	 *
	 * @param int $post_id The post.
	 * @return int[] WordPress users; none where visits of it are not counted.
	 */
	public static function owners( int $post_id ): array {
		$post = \get_post( $post_id );
		/**
		 * Filters the types of posts whose visits count.
		 *
		 * @since 0.1.0
		 *
		 * @param string[] $types Names of post types; `post` alone by default.
		 */
		if ( null === $post || 'publish' !== $post->post_status || ! \in_array( $post->post_type, (array) \apply_filters( 'siren_visited_post_types', [ 'post' ] ), true ) ) {
			return [];
		}

		/**
		 * Filters whose a post is: who is credited with its visits, and whose own visits do not count.
		 *
		 * Asked when the page is made, so a cached page names who it was then.
		 *
		 * @since 0.1.0
		 *
		 * @param int[] $owners  WordPress users: the author. At most twenty are credited; of none, no visit is counted.
		 * @param int   $post_id The post.
		 */
		$owners = (array) \apply_filters( 'siren_post_owners', [ (int) $post->post_author ], $post_id );
		$owners = \array_filter( \array_map( 'intval', $owners ), static fn( int $owner ): bool => $owner > 0 );
		return \array_slice( \array_values( \array_unique( $owners ) ), 0, 20 );
	}

	/**
	 * Records a visit. Of those who work on the post it is kept with the reason, and does not count.
	 *
	 * @param int $post_id The post asked for; `$post` may by now be another.
	 */
	private static function record_visit( int $post_id ): void {
		$owners = self::owners( $post_id );
		$now    = Clock::now();
		if ( [] === $owners || ! PageView::counts( $now ) ) {
			return;
		}
		$ignored = Beacon::reason( $owners, \get_current_user_id(), \current_user_can( 'edit_post', $post_id ) );
		Recorder::event( 'post_visited', Fact::post( KeySecret::get(), $post_id, $owners, Visitor::subject( $now ), VisitWindow::of( Settings::all()['visit_window'], $now ), $now, $ignored ) );
	}
}
