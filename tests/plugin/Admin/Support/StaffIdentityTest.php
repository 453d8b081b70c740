<?php
/**
 * Tests of StaffIdentity.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Support;

use Siren\Distributors\Admin\Support\StaffIdentity;
use Siren\Distributors\Tests\SirenTestCase;

/**
 * Screens can name staff who did something, as long as they have an account; the ledger itself contains no names.
 */
final class StaffIdentityTest extends SirenTestCase {

	public function test_a_pseudonym_resolves_to_current_staff_only(): void {
		require_once ABSPATH . 'wp-admin/includes/user.php';
		$ada = self::user( 'administrator' );
		$ben = self::user( 'administrator' );
		\wp_set_current_user( $ada );
		$by = StaffIdentity::present();
		self::assertMatchesRegularExpression( '/^staff:[0-9a-f]{32}$/D', $by );
		\wp_set_current_user( $ben );
		self::assertNotSame( $by, StaffIdentity::present() );
		self::assertSame( \get_userdata( $ada )->display_name, StaffIdentity::named( $by ) );
		self::assertSame( 'payroll', StaffIdentity::named( 'payroll' ), 'another program says who by itself' );

		\wp_delete_user( $ada );
		self::assertSame( 'a former staff member', StaffIdentity::named( $by ) );
		$GLOBALS['wpdb']->update( $GLOBALS['wpdb']->users, [ 'ID' => $ada ], [ 'ID' => $ben ] );
		\clean_user_cache( $ben );
		\clean_user_cache( $ada );
		self::assertSame( 'a former staff member', StaffIdentity::named( $by ), 'a new user with the same id is not mistaken for them' );
	}
}
