<?php
/**
 * The results of arithmetic.md. Names as in academy.php, amounts as decimal strings in US dollars.
 */

declare(strict_types=1);

return [
	// Per month and distributor: the pool, and who is paid what for which score. `out`: collaborators who scored and get nothing.
	'distributions' => [
		'may'  => [
			'period'   => [ 'start' => '2026-05-01T04:00:00Z', 'end' => '2026-06-01T04:00:00Z' ],
			'share'    => [
				'pool' => '152.80',
				'paid' => [ 'ada' => [ 27, '62.51' ], 'ben' => [ 15, '34.73' ], 'carla' => [ 12, '27.78' ], 'dmitri' => [ 12, '27.78' ] ],
				'out'  => [],
			],
			'coupons'  => [
				'pool' => '150.00',
				'paid' => [ 'farid' => [ 2, '150.00' ] ],
				'out'  => [ 'elena' => 2, 'grace' => 1 ],
			],
			'bloggers' => [
				'pool' => '100.00',
				'paid' => [ 'carla' => [ 4, '57.14' ], 'grace' => [ 2, '28.57' ], 'farid' => [ 1, '14.29' ] ],
				'out'  => [],
			],
		],
		'june' => [
			'period'   => [ 'start' => '2026-06-01T04:00:00Z', 'end' => '2026-07-01T04:00:00Z' ],
			'share'    => [
				'pool' => '101.10',
				'paid' => [ 'ada' => [ 25, '48.61' ], 'ben' => [ 14, '27.22' ], 'dmitri' => [ 12, '23.33' ], 'carla' => [ 1, '1.94' ] ],
				'out'  => [],
			],
			'coupons'  => [
				'pool' => '150.00',
				'paid' => [ 'grace' => [ 3, '150.00' ] ],
				'out'  => [ 'farid' => 2, 'elena' => 1 ],
			],
			'bloggers' => [
				'pool' => '100.00',
				'paid' => [ 'grace' => [ 2, '66.67' ], 'farid' => [ 1, '33.33' ] ],
				'out'  => [ 'hugo' => 5 ],
			],
		],
	],

	'fulfillments' => [
		'may'  => [
			'total'   => '402.80',
			'payouts' => [ 'ada' => '62.51', 'ben' => '34.73', 'carla' => '84.92', 'dmitri' => '27.78', 'farid' => '164.29', 'grace' => '28.57' ],
		],
		'june' => [
			'total'   => '349.16',
			'payouts' => [ 'ada' => '48.61', 'ben' => '27.22', 'dmitri' => '23.33', 'farid' => '33.33', 'grace' => '216.67' ],
		],
	],

	'still_pending' => [ 'carla' => '1.94' ],

	'july_pool' => '30.00',
];
