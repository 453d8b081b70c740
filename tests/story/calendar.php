<?php
/**
 * Two months of the academy: [ when, what, with what ], in order. Times are New York's, as on the wall of the academy.
 *
 * Everything marked "trap" must change no amount: arithmetic.md counts without it. Orders have names (`m1`, `j1`) that
 * also identify them to the shop, so an order that is sent again is the same order.
 */

declare(strict_types=1);

return [
	[ '2026-05-01 05:00', 'heartbeat', [] ],

	// May.
	[ '2026-05-02 10:00', 'buy', [ 'order' => 'm1', 'by' => 'ines', 'cart' => [ 'rust' => 1 ], 'coupon' => 'ELENA10' ] ],
	[ '2026-05-03 18:00', 'study', [ 'by' => 'ines', 'course' => 'rust', 'lessons' => [ 1, 2, 3 ] ] ],
	// Trap: undone and repeated; the last lesson takes the course with it both ways.
	[ '2026-05-03 19:00', 'redo', [ 'by' => 'ines', 'course' => 'rust', 'lesson' => 3 ] ],
	[ '2026-05-04 15:30', 'buy', [ 'order' => 'm2', 'by' => 'jonas', 'cart' => [ 'workbook' => 2 ] ] ],
	[ '2026-05-04 21:00', 'study', [ 'by' => 'jonas', 'course' => 'sql', 'lessons' => [ 1 ] ] ],
	[ '2026-05-06 09:15', 'buy', [ 'order' => 'm3', 'by' => 'kira', 'cart' => [ 'rust' => 1, 'design' => 1 ], 'coupon' => 'FARID10', 'checkout' => 'block' ] ],
	// Trap: the gateway repeats its notification, and the admin changes the status of the paid order.
	[ '2026-05-06 09:16', 'gateway_repeats', [ 'order' => 'm3' ] ],
	[ '2026-05-06 11:00', 'set_status', [ 'order' => 'm3', 'to' => 'completed' ] ],
	[ '2026-05-06 11:05', 'set_status', [ 'order' => 'm3', 'to' => 'processing' ] ],
	[ '2026-05-06 11:10', 'set_status', [ 'order' => 'm3', 'to' => 'completed' ] ],
	[ '2026-05-07 10:00', 'read', [ 'post' => 'borrowing', 'readers' => [ 'firefox', 'safari' ] ] ],
	// Trap: the same readers within the same half hour.
	[ '2026-05-07 10:20', 'read', [ 'post' => 'borrowing', 'readers' => [ 'firefox', 'safari' ] ] ],
	[ '2026-05-08 20:00', 'study', [ 'by' => 'kira', 'course' => 'rust', 'lessons' => [ 1, 2 ] ] ],
	[ '2026-05-09 20:00', 'study', [ 'by' => 'kira', 'course' => 'design', 'lessons' => [ 1, 2 ] ] ],
	// Trap: Ben opens his own course, Carla her own post, and the admin and bots open everything.
	[ '2026-05-10 09:00', 'study', [ 'by' => 'ben', 'course' => 'sql', 'lessons' => [ 1 ] ] ],
	[ '2026-05-10 09:30', 'look', [ 'post' => 'borrowing', 'by' => 'carla' ] ],
	[ '2026-05-10 09:31', 'look', [ 'post' => 'lessons', 'by' => 'admin' ] ],
	[ '2026-05-10 09:32', 'crawl', [ 'post' => 'lessons' ] ],
	[ '2026-05-11 12:00', 'buy', [ 'order' => 'm4', 'by' => 'gina@readers.example', 'cart' => [ 'gardens' => 1 ], 'coupon' => 'Farid10' ] ],
	[ '2026-05-12 05:00', 'heartbeat', [] ],
	[ '2026-05-13 08:00', 'read', [ 'post' => 'colour', 'readers' => [ 'edge', 'chrome' ] ] ],
	[ '2026-05-14 20:00', 'lms_buy', [ 'order' => 'm5', 'by' => 'luca', 'course' => 'sql', 'coupon' => 'ELENA10' ] ],
	[ '2026-05-15 20:00', 'study', [ 'by' => 'luca', 'course' => 'sql', 'lessons' => [ 1, 2, 3, 4 ] ] ],
	// Trap: Hugo uses his own coupon. The money counts, the coupon does not.
	[ '2026-05-16 18:00', 'buy', [ 'order' => 'm6', 'by' => 'hugo', 'cart' => [ 'design' => 1 ], 'coupon' => 'HUGO10' ] ],
	[ '2026-05-17 11:00', 'read', [ 'post' => 'queries', 'readers' => [ 'opera' ] ] ],
	[ '2026-05-18 14:00', 'buy', [ 'order' => 'm7', 'by' => 'nils', 'cart' => [ 'gardens' => 1 ], 'coupon' => 'GRACE10', 'payment' => 'bacs' ] ],
	[ '2026-05-20 09:00', 'set_status', [ 'order' => 'm7', 'to' => 'completed' ] ],
	[ '2026-05-21 19:00', 'study', [ 'by' => 'nils', 'course' => 'gardens', 'lessons' => [ 1, 2 ] ] ],
	// Trap: an order that is never paid, with a coupon that would win the bonus for Elena.
	[ '2026-05-22 16:00', 'buy', [ 'order' => 'm8', 'by' => 'mona', 'cart' => [ 'rust' => 1 ], 'coupon' => 'ELENA10', 'payment' => 'later' ] ],
	[ '2026-05-25 10:00', 'refund_line', [ 'order' => 'm2', 'product' => 'workbook', 'amount' => '12.00' ] ],
	[ '2026-05-28 22:00', 'read', [ 'post' => 'borrowing', 'readers' => [ 'firefox', 'phone' ] ] ],
	// Ten minutes to midnight in New York; in London it is June.
	[ '2026-05-31 23:50', 'buy', [ 'order' => 'm9', 'by' => 'mona', 'cart' => [ 'design' => 1 ] ] ],

	// June.
	[ '2026-06-01 00:10', 'buy', [ 'order' => 'j1', 'by' => 'jonas', 'cart' => [ 'rust' => 1 ] ] ],
	[ '2026-06-01 08:00', 'heartbeat', [] ],
	[ '2026-06-03 13:00', 'buy', [ 'order' => 'j2', 'by' => 'mona', 'cart' => [ 'gardens' => 1 ], 'coupon' => 'GRACE10' ] ],
	[ '2026-06-04 20:00', 'study', [ 'by' => 'mona', 'course' => 'gardens', 'lessons' => [ 1, 2 ] ] ],
	[ '2026-06-05 09:00', 'fulfil', [ 'name' => 'may', 'minimum' => '' ] ],
	[ '2026-06-05 09:30', 'pay', [ 'name' => 'may' ] ],
	// May is closed and paid: refunds of May reduce June.
	[ '2026-06-05 16:00', 'gateway_refund', [ 'order' => 'm4', 'amount' => '35.00' ] ],
	[ '2026-06-06 10:00', 'refund_line', [ 'order' => 'm3', 'product' => 'design', 'amount' => '54.00' ] ],
	[ '2026-06-07 20:00', 'study', [ 'by' => 'jonas', 'course' => 'rust', 'lessons' => [ 1, 2, 3 ] ] ],
	[ '2026-06-08 12:00', 'buy', [ 'order' => 'j3', 'by' => 'otto@readers.example', 'cart' => [ 'design' => 1 ], 'coupon' => 'FARID10' ] ],
	[ '2026-06-09 10:00', 'read', [ 'post' => 'lessons', 'readers' => [ 'firefox', 'safari', 'edge', 'chrome', 'opera' ] ] ],
	[ '2026-06-10 18:00', 'lms_buy', [ 'order' => 'j4', 'by' => 'ines', 'course' => 'sql', 'coupon' => 'FARID10' ] ],
	[ '2026-06-11 19:00', 'study', [ 'by' => 'ines', 'course' => 'sql', 'lessons' => [ 1 ] ] ],
	[ '2026-06-12 12:00', 'buy', [ 'order' => 'j5', 'by' => 'luca', 'cart' => [ 'rust' => 1 ], 'coupon' => 'FARID10' ] ],
	[ '2026-06-13 15:00', 'read', [ 'post' => 'colour', 'readers' => [ 'edge', 'phone' ] ] ],
	[ '2026-06-14 20:00', 'study', [ 'by' => 'jonas', 'course' => 'sql', 'lessons' => [ 2, 3, 4 ] ] ],
	[ '2026-06-15 05:00', 'heartbeat', [] ],
	[ '2026-06-15 09:00', 'buy', [ 'order' => 'j6', 'by' => 'nils', 'cart' => [ 'workbook' => 1 ], 'coupon' => 'GRACE10' ] ],
	[ '2026-06-16 20:00', 'study', [ 'by' => 'luca', 'course' => 'design', 'lessons' => [ 1 ] ] ],
	[ '2026-06-18 17:00', 'buy', [ 'order' => 'j7', 'by' => 'kira', 'cart' => [ 'sql' => 1 ], 'coupon' => 'GRACE10' ] ],
	// The whole sale is refunded, and Farid's coupon point is taken back with it.
	[ '2026-06-20 11:00', 'refund_rest', [ 'order' => 'j5' ] ],
	[ '2026-06-21 09:00', 'read', [ 'post' => 'queries', 'readers' => [ 'safari' ] ] ],
	[ '2026-06-22 10:00', 'buy', [ 'order' => 'j8', 'by' => 'pia@readers.example', 'cart' => [ 'design' => 1 ], 'coupon' => 'ELENA10' ] ],
	[ '2026-06-23 10:00', 'set_status', [ 'order' => 'j8', 'to' => 'cancelled' ] ],
	// Two partial refunds of one payment; the LMS fires no action for the second.
	[ '2026-06-25 10:00', 'lms_refund', [ 'order' => 'j4', 'amount' => '10.00', 'reference' => 'j4-first' ] ],
	[ '2026-06-26 12:00', 'buy', [ 'order' => 'j9', 'by' => 'ines', 'cart' => [ 'design' => 1 ], 'coupon' => 'ELENA10' ] ],
	[ '2026-06-27 10:00', 'lms_refund', [ 'order' => 'j4', 'amount' => '5.00', 'reference' => 'j4-second' ] ],
	[ '2026-06-28 12:00', 'deactivate', [ 'collaborator' => 'hugo' ] ],
	[ '2026-06-30 23:30', 'buy', [ 'order' => 'j10', 'by' => 'mona', 'cart' => [ 'sql' => 1 ] ] ],

	// July: the heartbeat comes days late, twice at once, when there is already a sale in July.
	[ '2026-07-02 12:00', 'buy', [ 'order' => 'x1', 'by' => 'nils', 'cart' => [ 'gardens' => 1 ] ] ],
	[ '2026-07-03 09:00', 'heartbeat', [ 'at_once' => 2 ] ],
	[ '2026-07-03 09:05', 'heartbeat', [] ],
	[ '2026-07-06 09:00', 'fulfil', [ 'name' => 'june', 'minimum' => '20.00' ] ],
	[ '2026-07-06 09:30', 'pay', [ 'name' => 'june' ] ],
];
