<?php
/**
 * The shops and schools that this plugin reads.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations;

use Siren\Distributors\Sales\Shop;

\defined( 'ABSPATH' ) || exit;

/**
 * Everything that goes through all of them begins here: sweeps, backfills, owners, what courses cost.
 */
final class Registry {

	/** @var array<class-string<Integration>> In the order in which their past is read. */
	public const ALL = [
		WooCommerce::class,
		EasyDigitalDownloads::class,
		LifterLms::class,
		SenseiLms::class,
		LearnPress::class,
		TutorLms::class,
		MasterStudyLms::class,
		LearnDash::class,
	];

	/**
	 * What reads orders.
	 *
	 * @return array<class-string<Shop>>
	 */
	public static function shops(): array {
		return self::each( static fn( string $integration ): ?string => $integration::shop() );
	}

	/**
	 * What tells which students paid for courses.
	 *
	 * @return array<class-string<CoursePurchases>>
	 */
	public static function course_orders(): array {
		return self::each( static fn( string $integration ): ?string => $integration::course_orders() );
	}

	/**
	 * The schools.
	 *
	 * @return array<class-string<School>>
	 */
	public static function schools(): array {
		return self::each( static fn( string $integration ): ?string => \is_subclass_of( $integration, School::class ) ? $integration : null );
	}

	/**
	 * The school that goes by a name in keys.
	 *
	 * @param string $source The name.
	 * @return ?class-string<School>
	 */
	public static function school( string $source ): ?string {
		foreach ( self::schools() as $school ) {
			if ( $school::source() === $source ) {
				return $school;
			}
		}
		return null;
	}

	/**
	 * The types of posts that earn for their owners.
	 *
	 * @return string[]
	 */
	public static function post_types(): array {
		return self::types_of( self::ALL );
	}

	/**
	 * Those of them by which courses may be sold that are somebody else's.
	 *
	 * @return string[]
	 */
	public static function sold_types(): array {
		return self::types_of( \array_filter( self::ALL, static fn( string $integration ): bool => null !== $integration::course_orders() ) );
	}

	/**
	 * The post types of some integrations, each once.
	 *
	 * @param array<class-string<Integration>> $integrations Which.
	 * @return string[]
	 */
	private static function types_of( array $integrations ): array {
		return \array_values( \array_unique( \array_merge( ...\array_map( static fn( string $integration ): array => $integration::post_types(), \array_values( $integrations ) ) ) ) );
	}

	/**
	 * One class of each integration that has it.
	 *
	 * @param callable(class-string<Integration>):?string $of Gives it.
	 * @return string[]
	 */
	private static function each( callable $of ): array {
		return \array_values( \array_filter( \array_map( $of, self::ALL ) ) );
	}
}
