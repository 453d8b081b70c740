<?php
/**
 * Tests of the box that says who earns from a product or a course.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Screens;

use Siren\Distributors\Admin\Screens\OwnersBox;
use Siren\Distributors\Owners;
use Siren\Distributors\Tests\SirenTestCase;

/**
 * Only users who manage programs choose who earns.
 */
final class OwnersBoxTest extends SirenTestCase {

	private int $ada;

	private int $course;

	protected function setUp(): void {
		parent::setUp();
		$this->ada    = self::collaborator( 'Ada <b>Lovelace</b>' );
		$this->course = self::post( self::user( 'author' ), 'course' );
		\wp_set_current_user( self::user( 'administrator' ) );
	}

	public function test_chosen_owners_are_saved_and_shown_again(): void {
		$this->save_box( [ [ $this->ada, '3' ], [ 0, '1' ], [ $this->ada, '2' ] ] );
		self::assertSame(
			[
				[
					'collaborator' => $this->ada,
					'weight'       => 2,
				],
			],
			Owners::named( $this->course )
		);
		$box = $this->box();
		self::assertStringContainsString( 'value="named"  checked', $box );
		self::assertStringContainsString( 'Ada &lt;b&gt;Lovelace&lt;/b&gt;', $box );
		self::assertSame( 4, \substr_count( $box, '<select' ), 'the row that is filled and three empty ones' );
	}

	public function test_owners_can_be_reset_to_the_default(): void {
		$this->save_box( [ [ $this->ada, '1' ] ] );
		$this->save_box( [ [ $this->ada, '1' ] ], 'plugin' );
		self::assertNull( Owners::named( $this->course ) );
	}

	public function test_a_first_owner_counts_without_changing_the_choice(): void {
		$this->save_box( [ [ 0, '1' ] ], 'plugin' );
		self::assertNull( Owners::named( $this->course ) );
		$this->save_box( [ [ $this->ada, '1' ] ], 'plugin' );
		self::assertSame( [ $this->ada ], \array_column( (array) Owners::named( $this->course ), 'collaborator' ) );
	}

	public function test_a_chosen_collaborator_stays_visible_when_inactive(): void {
		$this->save_box( [ [ $this->ada, '1' ] ] );
		\siren_save_collaborator(
			[
				'id'     => $this->ada,
				'status' => 'inactive',
				'now'    => self::NOW,
			]
		);
		self::assertStringContainsString( 'Lovelace', $this->box() );
	}

	public function test_invalid_values_are_not_stored(): void {
		$this->save_box( [ [ '-5', 'x' ], [ 'nobody', '2' ], [ $this->ada, '99999999' ] ] );
		self::assertSame(
			[
				[
					'collaborator' => $this->ada,
					'weight'       => 1_000_000,
				],
			],
			Owners::named( $this->course )
		);
		$_POST['siren_owners'] = 'Ada';
		OwnersBox::save( $this->course );
		self::assertSame( [], Owners::named( $this->course ) );
	}

	public function test_an_author_sees_no_box_and_saves_nothing(): void {
		global $wp_meta_boxes;
		$author = (int) \get_post_field( 'post_author', $this->course );
		\wp_set_current_user( $author );
		OwnersBox::add( 'course' );
		self::assertArrayNotHasKey( 'siren-owners', $wp_meta_boxes['course']['side']['default'] ?? [] );
		$this->save_box( [ [ $this->ada, '1' ] ] );
		self::assertNull( Owners::named( $this->course ) );
	}

	public function test_the_nonce_of_another_post_is_rejected(): void {
		$other = self::post( \get_current_user_id(), 'course' );
		$this->save_box( [ [ $this->ada, '1' ] ], 'named', $other );
		self::assertNull( Owners::named( $this->course ) );
		unset( $_POST['siren_owners_nonce'] );
		OwnersBox::save( $this->course );
		self::assertNull( Owners::named( $this->course ) );
	}

	public function test_only_post_types_that_earn_have_the_box(): void {
		global $wp_meta_boxes;
		OwnersBox::add( 'page' );
		OwnersBox::add( 'course' );
		self::assertArrayNotHasKey( 'page', $wp_meta_boxes ?? [] );
		self::assertArrayHasKey( 'siren-owners', $wp_meta_boxes['course']['side']['default'] );
		unset( $wp_meta_boxes['course'] );
	}

	/**
	 * What the box prints.
	 */
	private function box(): string {
		return self::printed( fn() => OwnersBox::show( \get_post( $this->course ) ) );
	}

	/**
	 * Saves the post with the box.
	 *
	 * @param array<array{int|string,string}> $rows      Collaborator and weight each.
	 * @param string                          $are       Which owners count.
	 * @param ?int                            $nonce_for The post the nonce is for; null for the one that is saved.
	 */
	private function save_box( array $rows, string $are = 'named', ?int $nonce_for = null ): void {
		$_POST = \wp_slash(
			[
				'siren_owners_nonce' => \wp_create_nonce( 'siren_save_owners' . ( $nonce_for ?? $this->course ) ),
				'siren_owners_are'   => $are,
				'siren_owners'       => \array_map(
					static fn( array $row ): array => [
						'collaborator' => (string) $row[0],
						'weight'       => $row[1],
					],
					$rows
				),
			]
		);
		OwnersBox::save( $this->course );
	}
}
