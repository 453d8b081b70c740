<?php
/**
 * Tests of ChangedPosts.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Visits;

use Siren\Distributors\Integrations\BlogPosts;
use Siren\Distributors\Tests\SirenTestCase;
use Siren\Distributors\Visits\ChangedPosts;
use Siren\Distributors\Visits\Configuration;

/**
 * The owners of a post, without WordPress.
 */
final class ChangedPostsTest extends SirenTestCase {

	private ChangedPosts $changed;

	protected function setUp(): void {
		parent::setUp();
		$this->changed = new ChangedPosts( Configuration::directory() );
		ChangedPosts::write();
		@\unlink( self::file() );
	}

	public function test_the_last_line_about_a_post_counts(): void {
		self::assertNull( $this->changed->owners( 9 ) );
		foreach ( [ [ 3, 7 ], [], [ 4 ] ] as $owners ) {
			$this->changed->note( 9, $owners, self::NOW );
			$this->changed->note( 99, [ 1 ], self::NOW );
			ChangedPosts::write();
			self::assertSame( $owners, $this->changed->owners( 9 ) );
		}
		self::assertSame( [ 1 ], $this->changed->owners( 99 ) );
		self::assertNull( $this->changed->owners( 1 ), 'nor is the owner 1 the post 1' );
		self::assertNull( $this->changed->owners( 20578 ) );
	}

	public function test_unchanged_owners_are_not_written(): void {
		for ( $comment = 0; $comment < 50; $comment++ ) {
			$this->changed->note( 9, [ 3 ], self::NOW );
			ChangedPosts::write();
		}
		self::assertLessThan( 40, \filesize( self::file() ) );
	}

	public function test_a_change_is_deleted_once_no_token_can_be_that_old(): void {
		$this->changed->note( 8, [], '2026-05-01T00:00:00Z' );
		ChangedPosts::write();
		$this->changed->note( 8, [ 5 ], '2026-05-02T00:00:00Z' );
		$this->changed->note( 9, [], '2026-05-20T00:00:00Z' );
		$this->changed->forget( '2026-06-01T00:00:00Z', 30 );
		self::assertSame( [ [ 5 ], [] ], [ $this->changed->owners( 8 ), $this->changed->owners( 9 ) ] );
		$this->changed->forget( '2026-06-03T00:00:00Z', 30 );
		self::assertSame( [ null, [] ], [ $this->changed->owners( 8 ), $this->changed->owners( 9 ) ] );
		$this->changed->note( 8, [ 6 ], '2026-06-03T00:00:00Z' );
		ChangedPosts::write();
		self::assertSame( [ [ 6 ], [] ], [ $this->changed->owners( 8 ), $this->changed->owners( 9 ) ] );
	}

	public function test_thousands_of_changes_are_written_together(): void {
		for ( $post = 1; $post <= 3000; $post++ ) {
			$this->changed->note( $post, [ 3 ], self::NOW );
		}
		self::assertSame( [ 3 ], $this->changed->owners( 2500 ) );
		ChangedPosts::write();
		self::assertSame( [ 3 ], $this->changed->owners( 3000 ) );
	}

	public function test_only_posts_whose_visits_count_are_noted(): void {
		$author = self::user( 'author' );
		$this->changed->note( 1, [], self::NOW ); // Visits are counted here.
		ChangedPosts::write();
		$page = self::post( $author, 'page' );
		$post = self::post( $author );
		ChangedPosts::write();
		self::assertSame( [ null, [ $author ] ], [ $this->changed->owners( $page ), $this->changed->owners( $post ) ] );
		self::assertNotFalse( \has_action( 'clean_post_cache', [ BlogPosts::class, 'changed' ] ) );
		self::assertSame( '600', \decoct( (int) \fileperms( self::file() ) & 0o777 ) );
	}

	/** The file. */
	private static function file(): string {
		return Configuration::directory() . '/changed-posts';
	}
}
