<?php
/**
 * Tests of DistributorForm.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Form;

use Siren\Distributors\Admin\Form\DistributorFields;
use Siren\Distributors\Admin\Form\DistributorForm;
use Siren\Distributors\Tests\SirenTestCase;

/**
 * From the engine's row to fields and back, losing nothing.
 */
final class DistributorFormTest extends SirenTestCase {

	/**
	 * @dataProvider distributors
	 *
	 * @param array<string,mixed> $parts Of its configuration.
	 */
	public function test_the_form_saves_what_it_shows( array $parts ): void {
		$row           = \siren_get( 'distributors', self::distributor( [ 'course_completed' => 10 ], $parts ) );
		$configuration = DistributorForm::configuration( DistributorFields::stored( $row ), $row );

		$saved = \siren_save_distributor( $configuration + [ 'now' => self::NOW ] );
		unset( $saved['version'], $row['version'] );
		self::assertSame( $row, $saved );
	}

	/** @return array<string,array{array<string,mixed>}> */
	public static function distributors(): array {
		$at = [
			'at'       => '09:30',
			'timezone' => 'Europe/Berlin',
		];
		return [
			'as it comes'               => [ [] ],
			'by week'                   => [
				[
					'schedule' => $at + [
						'every' => 'week',
						'on'    => 'friday',
					],
				],
			],
			'by quarter'                => [
				[
					'schedule' => $at + [
						'every' => 'quarter',
						'on'    => 15,
					],
				],
			],
			'by year'                   => [
				[
					'schedule' => $at + [
						'every' => 'year',
						'on'    => '02-29',
					],
				],
			],
			'by day'                    => [ [ 'schedule' => $at + [ 'every' => 'day' ] ] ],
			'by so many days'           => [ [ 'schedule' => $at + [ 'every' => [ 'days' => 14 ] ] ] ],
			'top score, shared in ties' => [
				[
					'structure' => [
						'kind' => 'top_score_wins',
						'tie'  => 'split',
					],
				],
			],
			'with its other choices'    => [
				[
					'minimum_score' => 30,
					'on_empty'      => 'house',
					'on_inactive'   => 'hold',
				],
			],
			'a ladder'                  => [
				[
					'structure' => [
						'kind'    => 'ladder',
						'prizes'  => [ '60', '25.5' ],
						'missing' => 'roll_over',
					],
				],
			],
			'a target'                  => [
				[
					'structure' => [
						'kind'   => 'target_bonus',
						'score'  => 40,
						'amount' => '25.00',
					],
				],
			],
			'for groups'                => [
				[
					'audience' => [
						'kind'   => 'group',
						'groups' => [ 'authors', 'partners' ],
					],
				],
			],
			'the rare cases'            => [
				[
					'cap_percent'           => '40',
					'on_negative'           => 'write_off',
					'on_refund_after_close' => 'clawback',
					'clawback_from'         => 'credited',
					'own_activity'          => 'count',
					'renewals'              => 'first_payment_only',
					'review'                => true,
					'hold_days'             => 30,
					'grace_minutes'         => 15,
				],
			],
			'every way to fill a pool'  => [
				[
					'metrics' => [
						[
							'event'  => 'product_sold',
							'points' => 2,
							'split'  => 'by_weight',
							'per'    => 'unit',
						],
						[
							'event'  => 'post_visited',
							'points' => 0,
						],
					],
					'pool'    => [
						'sources' => [
							[
								'kind'   => 'per_event',
								'event'  => 'post_visited',
								'amount' => '0.05',
							],
							[
								'kind'    => 'revenue_share',
								'percent' => '7.5',
								'include' => [ 'fees', 'taxes' ],
								'filter'  => [
									'types'              => [ 'course' ],
									'skus'               => [ 'A 1', 'B-2' ],
									'categories'         => [ 'books' ],
									'collaborator_owned' => true,
								],
							],
						],
						'floor'   => '10.00',
						'cap'     => '900.00',
					],
				],
			],
			'points by money'           => [
				[
					'metrics' => [
						[
							'event'    => 'sale_referred',
							'points'   => 2,
							'per'      => 'currency_unit',
							'currency' => 'EUR',
						],
						[
							'event'  => 'coupon_used',
							'points' => 1,
							'per'    => 'currency_unit',
						],
						[
							'event'          => 'product_sold',
							'points'         => 3,
							'count_free'     => true,
							'minimum_amount' => '20.00',
							'once_per'       => 'customer',
						],
					],
				],
			],
			'students who paid'         => [
				[
					'metrics' => [
						[
							'event'    => 'course_completed',
							'points'   => 10,
							'students' => 'paid',
						],
						[
							'event'    => 'lesson_completed',
							'points'   => 1,
							'students' => 'all',
						],
					],
				],
			],
			'beyond the form'           => [
				[
					'audience' => [
						'kind' => 'list',
						'ids'  => [ 7, 9 ],
					],
					'metrics'  => [
						[
							'event'  => 'webinar_attended',
							'points' => 4,
						],
						[
							'event'  => 'product_sold',
							'points' => 2,
							'split'  => 'equally',
						],
					],
					'pool'     => [
						'sources' => [
							[
								'kind'    => 'revenue_share',
								'percent' => '12.5',
								'include' => [ 'line_items' ],
								'filter'  => [ 'skus' => [ 'COURSE-1' ] ],
							],
							[
								'kind'   => 'fixed',
								'amount' => '50.00',
							],
						],
					],
				],
			],
		];
	}

	public function test_problems_find_their_fields(): void {
		$fields                           = DistributorFields::blank();
		$fields['name']                   = 'A distributor';
		$fields['share']                  = true;
		$fields['percent']                = 'a lot';
		$fields['fixed']                  = true;
		$fields['fixed_amount']           = '1,000';
		$fields['points']['coupon_used']  = '-3';
		$fields['points']['post_visited'] = 'many';
		$fields['month_day']              = '32';
		$fields['each']                   = true;
		$fields['each_amount']            = 'x';
		$fields['types']                  = \str_repeat( 'x', 300 );
		$fields['cap_percent']            = '101';
		$fields['hold_days']              = '-1';
		$fields['floor']                  = '9';
		$fields['cap']                    = '8';
		$fields['on_negative']            = 'weep';
		$fields['structure']              = 'ladder';
		$fields['prizes']                 = '60, 50';

		$configuration = DistributorForm::configuration( $fields, null );
		$problems      = \siren_check_distributor( $configuration )['problems'];
		$sorted        = DistributorForm::problems( $problems, $configuration );

		foreach ( [ 'percent', 'fixed_amount', 'each_amount', 'types', 'floor', 'points[coupon_used]', 'points[post_visited]', 'month_day', 'prizes', 'cap_percent', 'hold_days', 'on_negative' ] as $control ) {
			self::assertCount( 1, $sorted->at( $control ), $control );
		}
		self::assertSame( [], $sorted->beyond( DistributorForm::controls( $configuration ) ) );
	}

	public function test_a_new_distributor_starts_at_a_wall_clock_time_in_its_zone(): void {
		$fields              = DistributorFields::blank();
		$fields['starts_at'] = '2026-05-01T00:00';
		$fields['timezone']  = 'America/New_York';
		self::assertSame( '2026-05-01T04:00:00Z', DistributorForm::configuration( $fields, null )['starts_at'] );
	}
}
