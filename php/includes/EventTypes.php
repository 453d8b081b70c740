<?php
/**
 * The types of events that the plugin records.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

/**
 * One entry each. To the engine every name of lower-case letters, digits and underscores is a type; an entry says what it is
 * called on the screens, and by what it is about, which options the editor of a distributor has for it.
 */
final class EventTypes {

	/** Something of a course is done; the editor asks which students count. */
	public const COMPLETION = 'completion';

	/** Something is bought; the editor asks what the points are for. */
	public const SALE = 'sale';

	/** A page is seen; a distribution shows which networks the visits came from. */
	public const VISIT = 'visit';

	/** No distributor can measure it: it is made by hand or by the engine. */
	public const INTERNAL = 'internal';

	/**
	 * The types by name, in the order of the forms.
	 *
	 * @return array<string,array{string,string}> What each is about, and what the screens call it.
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
	 * The names of the types that are about one thing.
	 *
	 * @param string $about One of the constants.
	 * @return string[]
	 */
	public static function about( string $about ): array {
		return \array_keys( \array_filter( self::known(), static fn( array $type ): bool => $about === $type[0] ) );
	}

	/**
	 * What a distributor can measure, by name, in the order of the forms.
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
	 * What the screens call a type, also one that no form offers.
	 *
	 * @param string $type The name.
	 */
	public static function label( string $type ): string {
		return self::measurable()[ $type ] ?? self::known()[ $type ][1] ?? $type;
	}
}
