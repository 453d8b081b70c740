<?php
/**
 * Blog posts: readers of a collaborator's posts.
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
 * Knows whose a post is and, if the site chose to count on the server, counts its visits. With a full-page cache,
 * counting on the server misses the visits that the cache answers; by default the script in the page reports them.
 */
final class BlogPosts {

	/** A template is about to be rendered. Records the visit if it shows a published post to a person. */
	public static function record(): void {
		if ( 'server' !== Settings::all()['visits'] || ! \is_singular() || ! PageView::is_page() ) {
			return;
		}
		Recorder::attempt( static fn() => self::record_visit( \get_queried_object_id() ) );
	}

	/**
	 * WordPress clears its cache of a post because it was saved, trashed, deleted or given to another author. Cached
	 * pages may still name the previous owner. See {@see ChangedPosts}.
	 *
	 * @param mixed $post_id Post.
	 * @param mixed $post    Post as it was last read.
	 */
	public static function changed( $post_id, $post = null ): void {
		if ( ! $post instanceof \WP_Post || ! self::is_counted_type( $post->post_type ) || ! \is_dir( Configuration::directory() ) ) {
			return; // No page has been counted yet, so no cached page exists.
		}
		Recorder::attempt( static fn() => ( new ChangedPosts( Configuration::directory() ) )->note( (int) $post_id, self::owners( (int) $post_id ), Clock::now() ) );
	}

	/**
	 * The owners of a post if its visits count: its author.
	 *
	 * @param int $post_id Post.
	 * @return int[] WordPress users; empty if its visits do not count.
	 */
	public static function owners( int $post_id ): array {
		$post = \get_post( $post_id );
		if ( null === $post || 'publish' !== $post->post_status || ! self::is_counted_type( $post->post_type ) ) {
			return [];
		}

		/**
		 * Filters the owners of a post: they are credited with its visits, and their own visits do not count. Runs when
		 * the page is rendered, so a cached page keeps the owners of that time.
		 *
		 * @since 0.1.0
		 *
		 * @param int[] $owners  WordPress users: the author. At most twenty are credited; if empty, visits do not
		 *                       count.
		 * @param int   $post_id Post.
		 */
		$owners = (array) \apply_filters( 'siren_post_owners', [ (int) $post->post_author ], $post_id );
		$owners = \array_filter( \array_map( 'intval', $owners ), static fn( int $owner ): bool => $owner > 0 );
		return \array_slice( \array_values( \array_unique( $owners ) ), 0, 20 );
	}

	/**
	 * Whether visits of a post type count.
	 *
	 * @param string $type Post type.
	 */
	private static function is_counted_type( string $type ): bool {
		/**
		 * Filters the post types whose visits count.
		 *
		 * @since 0.1.0
		 *
		 * @param string[] $types Post types; only `post` by default.
		 */
		return \in_array( $type, (array) \apply_filters( 'siren_visited_post_types', [ 'post' ] ), true );
	}

	/**
	 * Records a visit. Visits by people who work on the post are recorded with the reason and do not count.
	 *
	 * @param int $post_id Requested post; the global `$post` may be another one by now.
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
