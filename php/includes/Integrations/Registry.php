<?php
/**
 * The supported shops and LMSs.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Integrations;

use Siren\Distributors\Sales\Shop;

\defined( 'ABSPATH' ) || exit;

/**
 * Everything that applies to all of them starts here: sweeps, backfills, owners, prices of courses.
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
	 * The classes that read orders.
	 *
	 * @return array<class-string<Shop>>
	 */
	public static function shops(): array {
		return self::each( static fn( string $integration ): ?string => $integration::shop() );
	}

	/**
	 * The classes that know which students bought courses.
	 *
	 * @return array<class-string<CoursePurchases>>
	 */
	public static function course_orders(): array {
		return self::each( static fn( string $integration ): ?string => $integration::course_orders() );
	}

	/**
	 * The LMS integrations.
	 *
	 * @return array<class-string<Lms>>
	 */
	public static function lms_integrations(): array {
		return self::each( static fn( string $integration ): ?string => \is_subclass_of( $integration, Lms::class ) ? $integration : null );
	}

	/**
	 * The LMS integration with a source name.
	 *
	 * @param string $source Source name.
	 * @return ?class-string<Lms>
	 */
	public static function lms( string $source ): ?string {
		foreach ( self::lms_integrations() as $lms ) {
			if ( $lms::source() === $source ) {
				return $lms;
			}
		}
		return null;
	}

	/**
	 * Post types that earn for their owners.
	 *
	 * @return string[]
	 */
	public static function post_types(): array {
		return self::types_of( self::ALL );
	}

	/**
	 * Post types that earn for their owners and may sell courses of an LMS.
	 *
	 * @return string[]
	 */
	public static function sold_types(): array {
		return self::types_of( \array_filter( self::ALL, static fn( string $integration ): bool => null !== $integration::course_orders() ) );
	}

	/**
	 * The post types of some integrations, without duplicates.
	 *
	 * @param array<class-string<Integration>> $integrations Integrations.
	 * @return string[]
	 */
	private static function types_of( array $integrations ): array {
		return \array_values( \array_unique( \array_merge( ...\array_map( static fn( string $integration ): array => $integration::post_types(), \array_values( $integrations ) ) ) ) );
	}

	/**
	 * One class from each integration that has it.
	 *
	 * @param callable(class-string<Integration>):?string $of Returns the class.
	 * @return string[]
	 */
	private static function each( callable $of ): array {
		return \array_values( \array_filter( \array_map( $of, self::ALL ) ) );
	}
}
