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
use Siren\Distributors\Settings;
use Siren\Distributors\Visits\Beacon;
use Siren\Distributors\Visits\ChangedPosts;
use Siren\Distributors\Visits\Configuration;
use Siren\Distributors\Visits\VisitEvent;

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
	 * WordPress forgets what it knew of a post, because it was saved, moved, deleted or given to somebody else: pages of it
	 * may lie in caches that say whose it was. See {@see ChangedPosts}.
	 *
	 * @param mixed $post_id The post.
	 * @param mixed $post    As it was read last.
	 */
	public static function changed( $post_id, $post = null ): void {
		if ( ! $post instanceof \WP_Post || ! self::is_counted_type( $post->post_type ) || ! \is_dir( Configuration::directory() ) ) {
			return; // No page was counted yet, so none was kept.
		}
		Recorder::attempt( static fn() => ( new ChangedPosts( Configuration::directory() ) )->note( (int) $post_id, self::owners( (int) $post_id ), Clock::now() ) );
	}

	/**
	 * Whose a post is, if its visits count: its author's.
	 *
	 * @param int $post_id The post.
	 * @return int[] WordPress users; none where visits of it are not counted.
	 */
	public static function owners( int $post_id ): array {
		$post = \get_post( $post_id );
		if ( null === $post || 'publish' !== $post->post_status || ! self::is_counted_type( $post->post_type ) ) {
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
	 * Whether visits of posts of a type count.
	 *
	 * @param string $type Name of a post type.
	 */
	private static function is_counted_type( string $type ): bool {
		/**
		 * Filters the types of posts whose visits count.
		 *
		 * @since 0.1.0
		 *
		 * @param string[] $types Names of post types; `post` alone by default.
		 */
		return \in_array( $type, (array) \apply_filters( 'siren_visited_post_types', [ 'post' ] ), true );
	}

	/**
	 * Records a visit. Of those who work on the post it is kept with the reason, and does not count.
	 *
	 * @param int $post_id The post asked for; `$post` may by now be another.
	 */
	private static function record_visit( int $post_id ): void {
		$owners = self::owners( $post_id );
		$now    = Clock::now();
		$visit  = [] === $owners ? null : PageView::visit( $now );
		if ( null === $visit ) {
			return;
		}
		$ignored = Beacon::reason( $owners, \get_current_user_id(), \current_user_can( 'edit_post', $post_id ) );
		Recorder::event( 'post_visited', VisitEvent::post( $post_id, $owners, $visit, $ignored ) );
	}
}
