<?php
/**
 * A feature of the real Sensei: progress in its own tables.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Compat;

use Sensei\Internal\Installer\Schema;
use Sensei\Internal\Services\Progress_Storage_Settings;
use Sensei\Internal\Student_Progress\Course_Progress\Repositories\Tables_Based_Course_Progress_Repository;
use Sensei\Internal\Student_Progress\Lesson_Progress\Repositories\Tables_Based_Lesson_Progress_Repository;

/**
 * A site that switched to the tables no longer writes comments.
 */
final class SenseiLmsProgressTablesTest extends LifecycleTestCase {

	private const SETTING = 'experimental_progress_storage_repository';

	protected function setUp(): void {
		parent::setUp();
		$this->listen( 'sensei_feature_flag_tables_based_progress', static fn(): bool => true );
		( new Schema( \Sensei()->feature_flags ) )->create_tables();
		\Sensei()->settings->set( self::SETTING, Progress_Storage_Settings::TABLES_STORAGE );
	}

	protected function tearDown(): void {
		\Sensei()->settings->set( self::SETTING, Progress_Storage_Settings::COMMENTS_STORAGE );
		parent::tearDown();
	}

	public function test_missed_completions_are_found(): void {
		global $wpdb;
		self::empty_lms_and_shop_tables();
		$wpdb->query( "DELETE FROM {$wpdb->prefix}sensei_lms_progress" );
		$course  = self::post( $this->ada_user, 'course' );
		$lesson  = self::post( $this->ben_user, 'lesson' );
		$student = self::user();
		\update_post_meta( $lesson, '_lesson_course', (string) $course );
		$courses = new Tables_Based_Course_Progress_Repository( $wpdb );
		$lessons = new Tables_Based_Lesson_Progress_Repository( $wpdb );
		$started = $courses->create( $course, self::user() );
		$taken   = $courses->create( $course, $student );
		$done    = $lessons->create( $lesson, $student );
		self::assertSame( 'in-progress', $started->get_status() );
		$moment = new \DateTimeImmutable( '2026-05-03T12:15:00Z' );
		$taken->complete( $moment );
		$done->complete( $moment );
		$courses->save( $taken );
		$lessons->save( $done );
		$this->assertMissedAreFound( [ $this->ada => 11 ], 2, '2026-05-03T12:15:00Z', static fn() => \do_action( 'sensei_user_course_end', $student, (string) $course ) );
	}
}
