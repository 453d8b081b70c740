<?php
/**
 * Tests of SoldCourses, and of what Owners makes of it.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests;

use Siren\Distributors\Integrations\LearnDash;
use Siren\Distributors\Integrations\LearnPress;
use Siren\Distributors\Integrations\LifterLms;
use Siren\Distributors\Integrations\MasterStudyLms;
use Siren\Distributors\Integrations\SenseiLms;
use Siren\Distributors\Integrations\TutorLms;
use Siren\Distributors\Owners;
use Siren\Distributors\SoldCourses;

/**
 * The less common links between product and course; the tests of the shops in tests/compat cover the common ones.
 */
final class SoldCoursesTest extends SirenTestCase {

	private int $ada;

	private int $ben;

	private int $product;

	protected function setUp(): void {
		parent::setUp();
		$this->ada     = self::user( 'author' );
		$this->ben     = self::user( 'author' );
		$this->product = self::post( self::user( 'administrator' ), 'product' );
	}

	public function test_posts_that_are_not_courses_are_ignored(): void {
		self::assertSame( [], SoldCourses::of( $this->product ) );
		self::assertSame( [], SoldCourses::of( 0 ) );
		self::assertSame( [], SoldCourses::parts( $this->product ) );
		\update_post_meta( $this->product, '_related_course', '' );
		\update_post_meta( $this->product, '_lp_woo_courses_assigned', [] );
		\update_post_meta( $this->product, 'stm_lms_product_id', '987654321' );
		self::assertSame( [], SoldCourses::of( $this->product ), 'empty, or gone' );
	}

	public function test_a_variation_sells_what_it_and_its_product_sell(): void {
		$variation = self::variation( $this->product );
		$other     = self::variation( $this->product );
		$stranger  = self::variation( self::post( $this->ada, 'product' ) );
		$courses   = [];
		foreach ( [ $this->product, $variation, $other, $stranger ] as $sold_by ) {
			$courses[] = self::post( $this->ada, 'course' );
			\add_post_meta( \end( $courses ), '_course_woocommerce_product', (string) $sold_by );
		}
		self::assertSame( [ [ SenseiLms::class, $courses[0] ], [ SenseiLms::class, $courses[1] ] ], SoldCourses::of( $this->product, $variation ) );
		self::assertSame( [ [ SenseiLms::class, $courses[0] ] ], SoldCourses::of( $this->product, 0 ) );
		self::assertSame( [ [ SenseiLms::class, $courses[0] ] ], SoldCourses::of( $this->product, $stranger ), 'of another product' );
		\update_post_meta( $variation, '_related_course', [ $courses[3] ] );
		self::assertContains( [ LearnDash::class, $courses[3] ], SoldCourses::of( $this->product, $variation ) );
	}

	public function test_an_access_plan_can_belong_to_a_variation(): void {
		$variation = self::variation( $this->product );
		$course    = self::post( $this->ada, 'course' );
		$plan      = self::post( $this->ben, 'llms_access_plan' );
		\update_post_meta( $plan, '_llms_product_id', (string) $course );
		\update_post_meta( $plan, '_llms_wc_pid', (string) $variation );
		self::assertSame( [ [ LifterLms::class, $course ] ], SoldCourses::of( $this->product, $variation ) );
		self::assertSame( [], SoldCourses::of( $this->product ) );
	}

	public function test_bundles_and_groups_sell_their_courses(): void {
		[ $first, $second ] = [ self::post( $this->ada, 'courses' ), self::post( $this->ben, 'courses' ) ];
		$bundle             = self::post( $this->ada, 'course-bundle' );
		\update_post_meta( $bundle, 'bundle-course-ids', "$first,$second,987654321" );
		\update_post_meta( $bundle, '_tutor_course_product_id', (string) $this->product );
		self::assertSame( [ [ TutorLms::class, $first ], [ TutorLms::class, $second ] ], SoldCourses::of( $this->product ) );

		$bundle = self::post( $this->ada, 'stm-course-bundles' );
		\update_post_meta( $bundle, 'stm_lms_bundle_ids', [ (string) $first, (string) $second ] );
		self::assertSame( [ [ MasterStudyLms::class, $first ], [ MasterStudyLms::class, $second ] ], SoldCourses::of( $bundle ), 'the bundle is the product' );
		$old = self::post( $this->ada, 'product' );
		\update_post_meta( $old, 'stm_lms_product_id', (string) $bundle );
		self::assertSame( [ [ MasterStudyLms::class, $first ], [ MasterStudyLms::class, $second ] ], SoldCourses::of( $old ) );

		$group = self::post( $this->ada, 'groups' );
		\add_post_meta( $group, 'fixture_courses', $first );
		\add_post_meta( $group, 'fixture_courses', $second );
		$by_group = self::post( $this->ada, 'product' );
		\update_post_meta( $by_group, '_related_group', [ $group ] );
		self::assertSame( [ [ LearnDash::class, $first ], [ LearnDash::class, $second ] ], SoldCourses::of( $by_group ) );
	}

	public function test_a_course_can_be_in_the_cart_itself(): void {
		$course = self::post( $this->ada, 'stm-courses' );
		\update_post_meta( $course, 'co_instructor', (string) $this->ben );
		\update_post_meta( $course, 'stm_lms_product_id', (string) $this->product ); // What sold it in former versions.
		self::assertSame( [ [ MasterStudyLms::class, $course ] ], SoldCourses::of( $course ) );
		self::assertSame( [ $this->ada, $this->ben ], self::owners( $course ) );
		$course = self::post( $this->ada, 'lp_course' );
		\add_post_meta( $course, '_lp_co_teacher', (string) $this->ben );
		self::assertSame( [ [ LearnPress::class, $course ] ], SoldCourses::of( $course ) );
		self::assertSame( [ $this->ada, $this->ben ], self::owners( $course ) );
	}

	public function test_the_lms_decides_who_teaches(): void {
		$course = self::post( self::user( 'administrator' ), 'course' );
		( new \LLMS_Course( $course ) )->instructors()->set_instructors( [ [ 'id' => $this->ben ], [ 'id' => $this->ada ] ] );
		$plan = self::post( $this->ben, 'llms_access_plan' );
		\update_post_meta( $plan, '_llms_product_id', (string) $course );
		\update_post_meta( $plan, '_llms_wc_pid', (string) $this->product );
		self::assertSame( [ $this->ben, $this->ada ], self::owners( $this->product ) );
	}

	public function test_a_grouped_product_belongs_to_the_known_owners_of_its_parts(): void {
		$parts = [];
		foreach ( [ $this->ada, $this->ben, $this->ada ] as $teacher ) {
			$parts[] = self::post( self::user( 'administrator' ), 'product' );
			\update_post_meta( self::post( $teacher, 'courses' ), '_tutor_course_product_id', (string) \end( $parts ) );
		}
		$parts[] = self::post( $this->ben, 'product' );
		\update_post_meta( $this->product, '_children', [ ...$parts, $this->product ] );
		self::assertSame(
			[
				[
					'type'   => 'wp_user',
					'code'   => (string) $this->ada,
					'weight' => 2,
				],
				[
					'type' => 'wp_user',
					'code' => (string) $this->ben,
				],
			],
			Owners::of_product( $this->product, 'woocommerce' )
		);
		$cleo = self::collaborator( 'Cleo' );
		\update_post_meta( $parts[3], Owners::META, [ [ 'collaborator' => $cleo, 'weight' => 3 ] ] );
		self::assertContains( [ 'id' => $cleo, 'weight' => 3 ], Owners::of_product( $this->product, 'woocommerce' ), 'named on a part' );
	}

	public function test_an_administrator_can_name_no_owners(): void {
		$course = self::post( $this->ada, 'courses' );
		\update_post_meta( $course, '_tutor_course_product_id', (string) $this->product );
		\update_post_meta( $course, Owners::META, [] );
		self::assertSame( [], Owners::of_product( $this->product, 'woocommerce' ) );
	}

	public function test_a_filter_can_change_the_owners_of_a_product(): void {
		$this->listen( 'siren_owners', fn( array $owners, int $object, string $source ): array => [ [ 'id' => $object, 'source' => $source ] ] );
		self::assertSame( [ [ 'id' => $this->product, 'source' => 'edd' ] ], Owners::of_product( $this->product, 'edd' ) );
	}

	/**
	 * The users who own what was sold.
	 *
	 * @param int $product Product.
	 * @return int[]
	 */
	private static function owners( int $product ): array {
		return \array_map( 'intval', \array_column( Owners::of_product( $product, 'woocommerce' ), 'code' ) );
	}

	/**
	 * A variation.
	 *
	 * @param int $product Of which product.
	 */
	private static function variation( int $product ): int {
		return (int) \wp_insert_post(
			[
				'post_type'   => 'product_variation',
				'post_status' => 'publish',
				'post_parent' => $product,
				'post_title'  => 'A variation',
			]
		);
	}
}
