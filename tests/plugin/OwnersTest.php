<?php
/**
 * Tests of Owners and Completion.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Completion;
use Siren\Distributors\Owners;

/**
 * The author of an object earns from it, unless other owners are chosen.
 */
final class OwnersTest extends SirenTestCase {

	private int $ada;

	private int $ben;

	private int $ben_user;

	private int $course;

	private int $distributor;

	protected function setUp(): void {
		parent::setUp();
		$this->ben_user    = self::user( 'author' );
		$this->ada         = self::collaborator( 'Ada' );
		$this->ben         = self::collaborator( 'Ben', $this->ben_user );
		$this->course      = self::post( $this->ben_user );
		$this->distributor = self::distributor( [ 'course_completed' => 10 ] );
	}

	public function test_the_owners_that_the_plugin_names_are_credited(): void {
		$this->complete( [ $this->ben_user, 0, $this->ben_user ] );
		self::assertSame( [ $this->ben => 10 ], self::scores( $this->distributor ), 'each once' );
	}

	public function test_an_administrators_owners_apply_from_then_on(): void {
		$this->complete( [ $this->ben_user ] );
		\update_post_meta(
			$this->course,
			Owners::META,
			[
				[
					'collaborator' => $this->ada,
					'weight'       => 3,
				],
			]
		);
		$this->complete( [ $this->ben_user ] );
		self::assertEquals(
			[
				$this->ada => 10,
				$this->ben => 10,
			],
			self::scores( $this->distributor )
		);
		self::assertSame( 3, self::events()[1]['collaborators'][0]['weight'] );
	}

	public function test_a_collaborator_who_studies_is_also_recognised_by_e_mail(): void {
		$student = self::user();
		\siren_save_collaborator(
			[
				'id'    => $this->ada,
				'email' => \get_userdata( $student )->user_email,
				'now'   => self::NOW,
			]
		);
		$this->listen( 'siren_owners', fn(): array => [ [ 'id' => $this->ada ] ] );
		Completion::course( 'school', $this->course, $student, [] );
		self::assertSame( [], self::scores( $this->distributor ) );
		self::assertSame( [ [ 'self', "user:$student" ] ], \array_map( static fn( array $event ): array => [ $event['reason'], $event['subject'] ], self::events() ) );
	}

	public function test_an_editor_of_courses_does_not_study_them(): void {
		Completion::course( 'school', $this->course, self::user( 'editor' ), [ $this->ben_user ] );
		Completion::course( 'school', $this->course, self::user( 'author' ), [ $this->ben_user ] );
		self::assertSame( [ $this->ben => 10 ], self::scores( $this->distributor ), 'an author of something else does' );
		self::assertSame( [ 'editor', null ], \array_column( self::events(), 'reason' ) );
	}

	public function test_post_id_zero_is_not_the_current_page(): void {
		$GLOBALS['post'] = \get_post( $this->course );
		$authors         = Owners::author( 0 );
		unset( $GLOBALS['post'] );
		self::assertSame( [], $authors );
		self::assertSame( [ $this->ben_user ], Owners::author( $this->course ) );
	}

	public function test_a_post_can_have_no_owner(): void {
		\update_post_meta( $this->course, Owners::META, [] );
		$this->complete( [ $this->ben_user ] );
		self::assertSame( [], self::events() );
		self::assertNoFailures();
	}

	public function test_an_invalid_list_of_owners_is_ignored(): void {
		\update_post_meta( $this->course, Owners::META, 'Ada' );
		$this->complete( [ $this->ben_user ] );
		self::assertSame( [ $this->ben => 10 ], self::scores( $this->distributor ) );
		\update_post_meta( $this->course, Owners::META, [ 'Ada', [ 'weight' => 2 ] ] );
		self::assertSame( [], Owners::named( $this->course ) );
	}

	public function test_another_plugin_can_change_the_owners(): void {
		$asked = [];
		$this->listen(
			'siren_owners',
			function ( array $owners, int $object_id, string $source ) use ( &$asked ): array {
				$asked[] = [ $owners, $object_id, $source ];
				return [ [ 'id' => $this->ada ] ];
			}
		);
		$this->complete( [ $this->ben_user ] );
		self::assertSame( [ $this->ada => 10 ], self::scores( $this->distributor ) );
		$ben = [
			'type' => 'wp_user',
			'code' => (string) $this->ben_user,
		];
		self::assertSame( [ [ [ $ben ], $this->course, 'school' ] ], $asked );
	}

	/**
	 * A new student completes the course.
	 *
	 * @param int[] $teachers Users whom the LMS names.
	 */
	private function complete( array $teachers ): void {
		Completion::course( 'school', $this->course, self::user(), $teachers );
	}
}
