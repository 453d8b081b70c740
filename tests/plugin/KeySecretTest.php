<?php
/**
 * Tests of KeySecret and Mark.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Completion;
use Siren\Distributors\KeySecret;
use Siren\Distributors\Pseudonym;
use Siren\Distributors\Store;

/**
 * Keys contain no names, and records are recognised again even if one of the two copies of the secret is lost.
 */
final class KeySecretTest extends SirenTestCase {

	private int $ben_user;

	private int $course;

	private int $student;

	protected function setUp(): void {
		parent::setUp();
		$this->ben_user = self::user( 'author' );
		self::collaborator( 'Ben', $this->ben_user );
		$this->course  = self::post( $this->ben_user );
		$this->student = self::user();
		KeySecret::keep();
	}

	public function test_a_key_contains_a_pseudonym_and_no_name(): void {
		$this->complete();
		$mark = Pseudonym::of( KeySecret::get(), 'user:' . $this->student );
		self::assertSame( [ "school:course:{$this->course}:student:$mark" ], \array_column( self::events(), 'key' ) );
		self::assertMatchesRegularExpression( '/^[0-9a-f]{32}$/D', $mark );
		self::assertNotSame( $mark, Pseudonym::of( KeySecret::get(), 'user:' . ( $this->student + 1 ) ) );
		self::assertNotSame( $mark, Pseudonym::of( \str_repeat( '0', 64 ), 'user:' . $this->student ) );
	}

	public function test_a_lost_option_is_restored_from_the_file(): void {
		$this->complete();
		\delete_option( KeySecret::OPTION );
		$this->complete();
		self::assertCount( 1, self::events() );
	}

	public function test_the_heartbeat_restores_a_lost_file_from_the_option(): void {
		$this->complete();
		$secret = KeySecret::get();
		\unlink( self::file() );
		\do_action( 'siren_heartbeat' );
		self::assertSame( $secret, \file_get_contents( self::file() ) );
		self::assertSame( 0o600, \fileperms( self::file() ) & 0o777 );
		\delete_option( KeySecret::OPTION );
		$this->complete();
		self::assertCount( 1, self::events() );
	}

	public function test_if_two_secrets_differ_the_ledgers_wins(): void {
		KeySecret::keep(); // As every heartbeat does.
		$this->complete();
		\update_option( KeySecret::OPTION, \str_repeat( 'a', 64 ) );
		\do_action( 'siren_heartbeat' );
		$this->complete();
		self::assertSame( [ 'course_completed' ], \array_column( $this->of_the_course(), 'type' ) );
		\update_option( KeySecret::OPTION, 'damaged' );
		$this->complete();
		self::assertSame( [ 'course_completed' ], \array_column( $this->of_the_course(), 'type' ) );
	}

	/**
	 * The events of the course. A heartbeat may also backfill completions from other LMS plugins of the site.
	 *
	 * @return array[]
	 */
	private function of_the_course(): array {
		return \array_filter( self::events(), fn( array $event ): bool => 'course:' . $this->course === $event['object'] );
	}

	/**
	 * The student completes the course.
	 */
	private function complete(): void {
		Completion::course( 'school', $this->course, $this->student, [ $this->ben_user ] );
	}

	/** The file. */
	private static function file(): string {
		return Store::directory() . '/keys.secret';
	}
}
