<?php
/**
 * The event types that the plugin records.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * One entry for each type. The engine accepts any name of lower-case letters, digits and underscores; an entry adds the
 * label for the screens and the subject, which determines the options in the distributor editor.
 */
final class EventTypes {

	/** A course or lesson is completed. The editor asks which students count. */
	public const COMPLETION = 'completion';

	/** Something is bought. The editor asks what the points are for. */
	public const SALE = 'sale';

	/** A page is viewed. A distribution shows which networks the visits came from. */
	public const VISIT = 'visit';

	/** Created manually or by the engine; no distributor can measure it. */
	public const INTERNAL = 'internal';

	/**
	 * The types by name, in the order of the forms.
	 *
	 * @return array<string,array{string,string}> Subject and label.
	 */
	private static function known(): array {
		return [
			'course_completed' => [ self::COMPLETION, \__( 'Course completed', 'siren-distributors' ) ],
			'lesson_completed' => [ self::COMPLETION, \__( 'Lesson completed', 'siren-distributors' ) ],
			'product_sold'     => [ self::SALE, \__( 'Collaborator’s product sold', 'siren-distributors' ) ],
			'coupon_used'      => [ self::SALE, \__( 'Coupon code used', 'siren-distributors' ) ],
			'sale_referred'    => [ self::SALE, \__( 'Sale by affiliate link or coupon', 'siren-distributors' ) ],
			'post_visited'     => [ self::VISIT, \__( 'Blog post visited', 'siren-distributors' ) ],
			'site_visited'     => [ self::VISIT, \__( 'Site visited by affiliate link', 'siren-distributors' ) ],
			'manual'           => [ self::INTERNAL, \__( 'Added manually', 'siren-distributors' ) ],
			'carried'          => [ self::INTERNAL, \__( 'Carried over from the previous period', 'siren-distributors' ) ],
		];
	}

	/**
	 * The event types with a given subject.
	 *
	 * @param string $about One of the constants.
	 * @return string[]
	 */
	public static function about( string $about ): array {
		return \array_keys( \array_filter( self::known(), static fn( array $type ): bool => $about === $type[0] ) );
	}

	/**
	 * Labels of the event types that a distributor can measure, by name, in the order of the forms.
	 *
	 * @return array<string,string>
	 */
	public static function measurable(): array {
		$types = \array_filter( self::known(), static fn( array $type ): bool => self::INTERNAL !== $type[0] );
		$types = \array_map( static fn( array $type ): string => $type[1], $types );

		/**
		 * Filters the kinds of event a distributor can measure. A plugin that records events of a kind of its own, by
		 * firing the action `siren_record`, names the kind here.
		 *
		 * @since 0.1.0
		 *
		 * @param array<string,string> $types What the forms call each kind, by the kind: at most 40 lower-case letters,
		 *                                    digits and underscores, a letter first. What is no such name is left out.
		 */
		$types = (array) \apply_filters( 'siren_event_types', $types );
		return \array_filter(
			$types,
			static fn( mixed $label, int|string $type ): bool => \is_string( $label ) && 1 === \preg_match( '/^[a-z][a-z0-9_]{0,39}$/D', (string) $type ),
			ARRAY_FILTER_USE_BOTH
		);
	}

	/**
	 * The label of an event type, including types that no form offers.
	 *
	 * @param string $type Name of the type.
	 */
	public static function label( string $type ): string {
		return self::measurable()[ $type ] ?? self::known()[ $type ][1] ?? $type;
	}
}
