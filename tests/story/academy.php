<?php
/**
 * The academy before its first month: its people, what they teach, write and sell, and its distributors.
 *
 * Amounts are decimal strings in US dollars. A name like `ada` stands for a person throughout the story.
 */

declare(strict_types=1);

$monthly = [ 'every' => 'month', 'on' => 1, 'at' => '00:00', 'timezone' => 'America/New_York' ];
$opening = '2026-05-01T00:00:00-04:00';

return [
	// In the order in which they are created; a tie that nothing else settles goes to the earlier one.
	'collaborators' => [
		'ada'    => [ 'name' => 'Ada Brandt' ],
		'ben'    => [ 'name' => 'Ben Okafor' ],
		'carla'  => [ 'name' => 'Carla Ruiz' ],
		'dmitri' => [ 'name' => 'Dmitri Volkov' ],
		'elena'  => [ 'name' => 'Elena Rossi', 'coupon' => 'ELENA10', 'link' => 'elena' ],
		'farid'  => [ 'name' => 'Farid Nasser', 'coupon' => 'FARID10', 'link' => 'farid' ],
		'grace'  => [ 'name' => 'Grace Lin', 'coupon' => 'GRACE10', 'link' => 'grace' ],
		'hugo'   => [ 'name' => 'Hugo Meyer', 'coupon' => 'HUGO10' ],
	],

	'students' => [
		'ines'  => [ 'name' => 'Ines Duarte' ],
		'jonas' => [ 'name' => 'Jonas Weber' ],
		'kira'  => [ 'name' => 'Kira Sato' ],
		'luca'  => [ 'name' => 'Luca Moretti' ],
		'mona'  => [ 'name' => 'Mona Haddad' ],
		'nils'  => [ 'name' => 'Nils Berg' ],
	],

	// The courses of the LMS. The lessons, and the text of the last course, were written by the admin: that must make no difference.
	'courses' => [
		'rust'    => [ 'title' => 'Rust from Zero', 'author' => 'ada', 'instructors' => [ 'ada' ], 'lessons' => 3, 'price' => '120.00' ],
		'sql'     => [ 'title' => 'SQL by Hand', 'author' => 'ben', 'instructors' => [ 'ben' ], 'lessons' => 4, 'price' => '80.00' ],
		'design'  => [ 'title' => 'Design Notes', 'author' => 'carla', 'instructors' => [ 'carla' ], 'lessons' => 2, 'price' => '60.00' ],
		'gardens' => [ 'title' => 'Gardens of Types', 'author' => 'admin', 'instructors' => [ 'ada', 'dmitri' ], 'lessons' => 2, 'price' => '150.00' ],
	],

	// What the shop sells. Only the printed workbook is taxed and shipped.
	'products' => [
		'rust'     => [ 'title' => 'Rust from Zero', 'owner' => 'ada', 'price' => '120.00' ],
		'sql'      => [ 'title' => 'SQL by Hand', 'owner' => 'ben', 'price' => '80.00' ],
		'design'   => [ 'title' => 'Design Notes', 'owner' => 'carla', 'price' => '60.00' ],
		'gardens'  => [ 'title' => 'Gardens of Types', 'owner' => 'dmitri', 'price' => '150.00' ],
		'workbook' => [ 'title' => 'The SQL Workbook', 'owner' => 'ben', 'price' => '25.00', 'tax_percent' => 8, 'shipping' => '8.00' ],
	],

	// The discount of every coupon, in the shop and in the LMS.
	'coupon_percent' => 10,

	'posts' => [
		'borrowing' => [ 'title' => 'Borrowing explained', 'author' => 'carla' ],
		'queries'   => [ 'title' => 'Ten queries worth knowing', 'author' => 'farid' ],
		'colour'    => [ 'title' => 'Colour and code', 'author' => 'grace' ],
		'lessons'   => [ 'title' => 'What a year of selling taught me', 'author' => 'hugo' ],
	],

	'distributors' => [
		'share'    => [
			'name'      => 'Course creators share 20 % of sales',
			'status'    => 'active',
			'units'     => 'USD',
			'starts_at' => $opening,
			'schedule'  => $monthly,
			'metrics'   => [ [ 'event' => 'course_completed', 'points' => 10 ], [ 'event' => 'lesson_completed', 'points' => 1 ] ],
			'pool'      => [ 'sources' => [ [ 'kind' => 'revenue_share', 'percent' => '20', 'include' => [ 'line_items', 'discounts' ] ] ] ],
			'structure' => [ 'kind' => 'performance_weighted_pool' ],
		],
		'coupons'  => [
			'name'      => 'Bonus for the most coupon sales',
			'status'    => 'active',
			'units'     => 'USD',
			'starts_at' => $opening,
			'schedule'  => $monthly,
			'metrics'   => [ [ 'event' => 'coupon_used', 'points' => 1 ] ],
			'pool'      => [ 'sources' => [ [ 'kind' => 'fixed', 'amount' => '150.00' ] ] ],
			'structure' => [ 'kind' => 'top_score_wins' ],
		],
		'bloggers' => [
			'name'      => 'Bloggers share 100 dollars by readers',
			'status'    => 'active',
			'units'     => 'USD',
			'starts_at' => $opening,
			'schedule'  => $monthly,
			'metrics'   => [ [ 'event' => 'post_visited', 'points' => 1 ] ],
			'pool'      => [ 'sources' => [ [ 'kind' => 'fixed', 'amount' => '100.00' ] ] ],
			'structure' => [ 'kind' => 'performance_weighted_pool' ],
		],
	],
];
