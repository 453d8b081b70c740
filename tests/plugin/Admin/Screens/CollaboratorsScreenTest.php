<?php
/**
 * Tests of the collaborators' screen.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Screens;

use Siren\Distributors\Admin\Form\CollaboratorList;
use Siren\Distributors\Admin\Screens\CollaboratorImport;
use Siren\Distributors\Admin\Screens\CollaboratorsScreen;
use Siren\Distributors\Admin\Screens\ImportJob;
use Siren\Distributors\Admin\Support\OwnedContent;
use Siren\Distributors\Owners;
use Siren\Distributors\PrivateFile;
use Siren\Distributors\Store;
use Siren\Distributors\Tests\Admin\ScreenTestCase;

/**
 * Collaborators are listed, found, made and changed.
 */
final class CollaboratorsScreenTest extends ScreenTestCase {

	/** A cell of a list that would be markup if a screen forgot to escape it. */
	private const HOSTILE_CELL = '<script>alert(1)</script>';

	public function test_a_collaborator_is_created(): void {
		$user = \get_userdata( self::user( 'author' ) );
		$this->save(
			[
				'name'    => 'Ada Lovelace',
				'email'   => 'ada@example.test',
				'wp_user' => $user->user_login,
				'coupons' => "ADA10\r\nADA20",
				'links'   => 'ada',
			]
		);
		$row = \siren_find( 'collaborators' )['items'][0];
		self::assertSame( [ 'Ada Lovelace', 'ada@example.test', $user->ID, 'active' ], [ $row['name'], $row['email'], $row['wp_user_id'], $row['status'] ] );
		self::assertEqualsCanonicalizing( [ 'coupon ADA10', 'coupon ADA20', 'link ada' ], self::codes( $row ) );

		$list = $this->show( CollaboratorsScreen::class );
		self::assertStringContainsString( 'ADA20', $list );
		self::assertStringContainsString( $user->user_login, $list );
	}

	/**
	 * @dataProvider ways_to_name_a_user
	 */
	public function test_a_user_can_be_entered_in_several_ways( string $property ): void {
		$user = \get_userdata( self::user() );
		$this->save( [ 'wp_user' => (string) $user->$property ] );
		self::assertSame( $user->ID, \siren_find( 'collaborators' )['items'][0]['wp_user_id'] );
	}

	/** @return array<array{string}> */
	public static function ways_to_name_a_user(): array {
		return [ [ 'user_login' ], [ 'user_email' ], [ 'ID' ] ];
	}

	public function test_a_nonexistent_user_is_reported_beside_the_field(): void {
		$arguments = $this->sent(
			[ CollaboratorsScreen::class, 'save' ],
			'siren_save_collaborator',
			[
				'id'      => '0',
				'name'    => self::HOSTILE,
				'wp_user' => 'nobody-here',
				'status'  => 'active',
				'links'   => "one\ntwo",
			]
		);
		self::assertSame( 0, \siren_find( 'collaborators' )['total'] );
		$form = $this->show( CollaboratorsScreen::class, $arguments );
		self::assertStringContainsString( 'id="siren-wp_user-problem"', $form );
		self::assertStringContainsString( 'This site has no user “nobody-here”', $form );
		self::assertStringContainsString( 'value="nobody-here"', $form );
		self::assertStringContainsString( "one\ntwo</textarea>", $form );
	}

	public function test_saving_keeps_what_the_form_does_not_show(): void {
		$id = self::collaborator(
			'Ada',
			null,
			[
				[
					'type' => 'coupon',
					'code' => 'ADA10',
				],
				[
					'type' => 'wp_user',
					'code' => '77',
				],
			]
		);
		$this->save(
			[
				'id'      => (string) $id,
				'name'    => 'Ada King',
				'status'  => 'inactive',
				'coupons' => 'ADA30',
			]
		);
		$row = \siren_get( 'collaborators', $id );
		self::assertSame( [ 'Ada King', 'inactive' ], [ $row['name'], $row['status'] ] );
		self::assertEqualsCanonicalizing( [ 'coupon ADA30', 'wp_user 77' ], self::codes( $row ) );
	}

	public function test_an_old_code_counts_until_it_is_removed(): void {
		$id = self::collaborator( 'Ada', null, [ [ 'type' => 'coupon', 'code' => 'OLD10' ] ] );
		$this->save( [ 'id' => (string) $id ] );
		self::assertStringContainsString( 'Remove OLD10', $this->show( CollaboratorsScreen::class, [ 'edit' => (string) $id ] ) );
		$this->save( [ 'id' => (string) $id, 'forget' => [ 'coupon OLD10' ] ] );
		self::assertStringNotContainsString( 'OLD10', $this->show( CollaboratorsScreen::class, [ 'edit' => (string) $id ] ) );
	}

	public function test_a_code_is_only_reassigned_on_request(): void {
		$ada    = self::collaborator( 'Ada', null, [ [ 'type' => 'coupon', 'code' => 'TEN' ] ] );
		$fields = [
			'id'      => '0',
			'name'    => 'Ben',
			'status'  => 'active',
			'coupons' => "BEN\nten",
		];
		$form = $this->show( CollaboratorsScreen::class, $this->sent( [ CollaboratorsScreen::class, 'save' ], 'siren_save_collaborator', $fields ) );
		self::assertStringContainsString( 'which is already a code of &quot;Ada&quot;', $form );
		self::assertStringContainsString( 'Transfer codes that currently belong to someone else', $form );
		self::assertSame( 1, \siren_find( 'collaborators' )['total'] );

		$page = $this->imported( [ 'text' => "name,coupons\r\nBen,ten\r\n", 'import' => '1' ] );
		self::assertStringContainsString( 'which is already a code of &quot;Ada&quot;', $page );
		self::assertSame( [ 'coupon TEN' ], self::codes( \siren_get( 'collaborators', $ada ) ) );

		$this->save( [ 'name' => 'Ben', 'coupons' => "BEN\nten", 'move' => '1' ] );
		self::assertSame( [], self::codes( \siren_get( 'collaborators', $ada ) ) );
	}

	public function test_a_refused_import_line_is_explained_in_the_language_of_the_site(): void {
		self::collaborator( 'Ada', null, [ [ 'type' => 'coupon', 'code' => 'TEN' ] ] );
		$this->translate(
			[
				'is "%1$s", which is already a code of "%2$s" (collaborator %3$s); set move_aliases to true to take it from them' => '„%1$s“ gehört schon %2$s',
			]
		);
		$page = $this->imported( [ 'text' => "name,coupons\r\nBen,ten\r\n", 'import' => '1' ] );
		self::assertStringContainsString( '„ten“ gehört schon Ada', $page );
	}

	public function test_collaborators_can_be_searched(): void {
		self::collaborator( 'Ada Lovelace' );
		self::collaborator( 'Ben Okri' );
		$list = $this->show( CollaboratorsScreen::class, [ 's' => 'love' ] );
		self::assertStringContainsString( 'Ada Lovelace', $list );
		self::assertStringNotContainsString( 'Ben Okri', $list );
	}

	public function test_the_form_shows_what_is_owed(): void {
		$names = self::may_is_over();
		$form  = $this->show( CollaboratorsScreen::class, [ 'edit' => (string) $names['first'] ] );
		self::assertStringContainsString( "75.00\u{A0}USD", $form );
		self::assertStringNotContainsString( "25.00\u{A0}USD", $form );
	}

	public function test_the_form_shows_what_the_user_owns(): void {
		$user = self::user( 'author' );
		$post = self::post( $user );
		$id   = self::collaborator( 'Ada', $user );
		self::assertStringContainsString( \get_the_title( $post ), $this->show( CollaboratorsScreen::class, [ 'edit' => (string) $id ] ) );
		self::assertSame( [], OwnedContent::of( 999, self::user() ) );
	}

	public function test_a_course_belongs_to_its_instructors_not_its_author(): void {
		$author  = self::user( 'author' );
		$teacher = self::user( 'author' );
		$course  = self::post( $author, 'course' );
		( new \LLMS_Course( $course ) )->instructors()->set_instructors( [ $teacher ] );
		self::assertSame( [], OwnedContent::of( 999, $author ) );
		$owned = OwnedContent::of( 999, $teacher );
		self::assertSame( [ $course ], \array_keys( \reset( $owned )['posts'] ) );
	}

	public function test_a_product_that_sells_a_course_does_not_belong_to_its_author(): void {
		$author  = self::user( 'author' );
		$product = self::post( $author, 'product' );
		$owned   = OwnedContent::of( 999, $author );
		self::assertSame( [ $product ], \array_keys( \reset( $owned )['posts'] ) );
		\update_post_meta( self::post( self::user( 'author' ), 'lp_course' ), '_tutor_course_product_id', (string) $product );
		self::assertSame( [], OwnedContent::of( 999, $author ) );
	}

	public function test_only_the_owners_an_administrator_named_count(): void {
		$author  = self::user( 'author' );
		$written = self::collaborator( 'Who wrote it', $author );
		$named   = self::collaborator( 'Chosen owner' );
		$course  = self::post( $author, 'course' );
		\update_post_meta(
			$course,
			Owners::META,
			[
				[
					'collaborator' => $named,
					'weight'       => 1,
				],
			]
		);
		self::assertSame( [], OwnedContent::of( $written, $author ) );
		$owned = OwnedContent::of( $named, null );
		self::assertSame( [ $course ], \array_keys( \reset( $owned )['posts'] ) );
	}

	public function test_a_list_is_previewed_and_then_imported_once(): void {
		self::collaborator( 'Known' );
		$user = \get_userdata( self::user( 'author' ) );
		$list = "\xEF\xBB\xBFName,email,wp_user,coupons,groups\r\n"
			. "\"Lovelace, Ada\",ADA@example.test,{$user->user_login},ADA10 ADA20,authors;partners\r\n"
			. ",nobody@example.test,,,\r\n"
			. "Twice,ada@example.test,,,\r\n"
			. "Ghost,,no-such-user,,\r\n\r\n"
			. self::HOSTILE_CELL . ",,,,\r\n";

		$page = $this->imported( [ 'text' => $list ] );
		self::assertSame( 1, \siren_find( 'collaborators' )['total'] );
		self::assertStringContainsString( 'Import preview', $page );
		self::assertSame( 2, \substr_count( $page, 'would be added' ) );
		self::assertStringContainsString( 'Import collaborators', $page );

		self::assertStringNotContainsString( 'ADA@example.test', self::options_of_import(), 'the list lies in a file of its own' );
		$page = $this->imported( [ 'import' => '1' ] );
		self::assertSame( 3, \siren_find( 'collaborators' )['total'] );
		$row = \siren_find( 'collaborators', [ 'email' => 'ada@example.test' ] )['items'][0];
		self::assertSame( [ 'Lovelace, Ada', $user->ID, [ 'authors', 'partners' ] ], [ $row['name'], $row['wp_user_id'], $row['groups'] ] );
		self::assertEqualsCanonicalizing( [ 'coupon ADA10', 'coupon ADA20' ], self::codes( $row ) );

		$this->imported( [ 'text' => \strtok( $list, "\r" ) . "\r\nLovelace,ada@example.test,,,\r\n", 'import' => '1' ] );
		self::assertSame( 3, \siren_find( 'collaborators' )['total'] );
	}

	public function test_a_long_import_takes_several_requests_and_shows_its_progress(): void {
		$list = "name,email\n";
		for ( $number = 1; $number <= 130; $number++ ) {
			$list .= "Person $number,person-$number@example.test\n";
		}
		$list .= "Again,PERSON-3@example.test\n,\n,nobody@example.test\n";
		ImportJob::begin( static fn( string $path ): bool => PrivateFile::replace( $path, $list ), false );
		ImportJob::go_on( 0 );
		self::assertSame( 50, \siren_find( 'collaborators' )['total'] );
		$page = $this->show( CollaboratorsScreen::class, [ 'edit' => 'import' ] );
		self::assertStringContainsString( '50 of 132 lines', $page );
		self::assertStringContainsString( '<progress max="132" value="50">', $page );
		self::assertSame( '600', \decoct( \fileperms( Store::directory() . '/import.csv' ) & 0o777 ) );

		// A request died after it had made people and before it could say so.
		$state = ImportJob::state();
		ImportJob::go_on( 0 );
		\update_option( ImportJob::OPTION, $state, false );
		\do_action( 'siren_heartbeat' );
		self::assertSame( 130, \siren_find( 'collaborators' )['total'] );
		self::assertSame( [ 'new' => 80, 'known' => 51, 'wrong' => 1 ], ImportJob::state()['counts'] );
		self::assertTrue( ImportJob::state()['ended'] );
		self::assertFileDoesNotExist( Store::directory() . '/import.csv' );

		// The stored input is deleted if the user does not return.
		\update_option( ImportJob::OPTION, [ 'at' => \time() - 4000 ] + ImportJob::state(), false );
		\do_action( 'siren_heartbeat' );
		self::assertNull( ImportJob::state() );
	}

	public function test_concurrent_requests_do_not_import_the_same_people(): void {
		ImportJob::begin( static fn( string $path ): bool => PrivateFile::replace( $path, "name\nAda\n" ), false );
		$other = new CollaboratorList( Store::directory() . '/import.csv' );
		self::assertTrue( $other->claim() );
		ImportJob::go_on( 1000 );
		self::assertSame( 0, \siren_find( 'collaborators' )['total'] );
		unset( $other );
		ImportJob::go_on( 1000 );
		self::assertSame( 1, \siren_find( 'collaborators' )['total'] );
	}

	public function test_an_abandoned_preview_is_deleted(): void {
		$this->imported( [ 'text' => "name,email\nAda,ada@example.test\n" ] );
		self::assertFileExists( Store::directory() . '/import.csv' );
		\update_option( ImportJob::OPTION, [ 'at' => \time() - 4000 ] + ImportJob::state(), false );
		\do_action( 'siren_heartbeat' );
		self::assertFileDoesNotExist( Store::directory() . '/import.csv' );
		self::assertSame( 0, \siren_find( 'collaborators' )['total'] );
	}

	/** @dataProvider no_lists */
	public function test_an_invalid_list_is_rejected( string $text, string $said ): void {
		self::assertStringContainsString( $said, $this->imported( [ 'text' => $text, 'import' => '1' ] ) );
		self::assertSame( 0, \siren_find( 'collaborators' )['total'] );
	}

	/** @return array<array{string,string}> */
	public static function no_lists(): array {
		return [
			[ '', 'list is empty' ],
			[ "name\n", 'list is empty' ],
			[ "Ada\nBen\n", 'first line must contain the column names' ],
			[ "name,iban\nAda,DE1\n", 'first line must contain the column names' ],
			[ "name,status\nAda,emperor\n", 'skipped' ],
		];
	}

	public function test_users_with_read_only_access_cannot_save(): void {
		$user = \get_userdata( self::user( 'subscriber' ) );
		$user->add_cap( 'siren_view_reports' );
		\wp_set_current_user( $user->ID );
		self::send( 'siren_save_collaborator', [ 'name' => 'Ada' ] );
		self::assertSame( 403, $this->ending( [ CollaboratorsScreen::class, 'save' ] )->status );
		self::assertSame( 0, \siren_find( 'collaborators' )['total'] );
	}

	/** All that the site's options keep of an import. */
	private static function options_of_import(): string {
		global $wpdb;
		return \implode( '', $wpdb->get_col( "SELECT option_value FROM {$wpdb->options} WHERE option_name LIKE '%siren_import%' OR option_name LIKE '%siren_refused%'" ) );
	}

	/**
	 * What the import's screen shows after a list was sent.
	 *
	 * @param array<string,string> $fields Sent.
	 */
	private function imported( array $fields ): string {
		$arguments = $this->sent( [ CollaboratorImport::class, 'import' ], 'siren_import_collaborators', $fields );
		return $this->show( CollaboratorsScreen::class, $arguments );
	}

	/**
	 * Saves by the form.
	 *
	 * @param array<string,mixed> $fields Fields that differ from the defaults.
	 */
	private function save( array $fields ): void {
		$this->done(
			[ CollaboratorsScreen::class, 'save' ],
			'siren_save_collaborator',
			$fields + [
				'id'      => '0',
				'name'    => 'Ada',
				'email'   => '',
				'wp_user' => '',
				'status'  => 'active',
				'coupons' => '',
				'links'   => '',
			],
			'collaborator_saved'
		);
	}

	/**
	 * A collaborator's aliases.
	 *
	 * @param array<string,mixed> $row Collaborator.
	 * @return string[] Type and code.
	 */
	private static function codes( array $row ): array {
		return \array_map( static fn( array $alias ): string => $alias['type'] . ' ' . $alias['code'], $row['aliases'] );
	}
}
