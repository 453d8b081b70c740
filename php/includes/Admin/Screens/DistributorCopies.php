<?php
/**
 * Copies of a distributor.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

use Siren\Distributors\Admin\Form\DistributorForm;
use Siren\Distributors\Admin\Form\Refusal;
use Siren\Distributors\Admin\Form\Submission;
use Siren\Distributors\Admin\Support\Download;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Clock;
use Siren\Distributors\Lifecycle;
use Siren\Distributors\Store;

\defined( 'ABSPATH' ) || exit;

/**
 * A second one on this site, or a file for another. A copy is always a draft: it counts nothing until somebody has looked it
 * over and activates it.
 */
final class DistributorCopies {

	/** First key of an exported file, with the version of its shape. */
	private const MARK = 'siren_distributor';

	private const SHAPE = 1;

	/** A distributor's rules are a few kilobytes; a list of ten thousand collaborators is eighty. */
	private const LARGEST_FILE = 262144;

	/**
	 * Makes a second one.
	 */
	public static function duplicate(): never {
		$form = new Submission( 'siren_duplicate_distributor', Lifecycle::MANAGE_PROGRAMS );
		$id   = $form->id( 'id' );
		$form->carry_out(
			Page::url( Page::DISTRIBUTORS ),
			static function () use ( $id ): string {
				$row = \siren_get( 'distributors', $id );
				if ( null === $row ) {
					throw new Refusal( 'id', \__( 'Distributor not found.', 'siren-distributors' ) );
				}
				/* translators: %s: name of a distributor. */
				return self::draft( [ 'name' => \sprintf( \__( 'Copy of %s', 'siren-distributors' ), $row['name'] ) ] + DistributorForm::rules( $row ) );
			}
		);
	}

	/**
	 * Sends the rules of one as a file. Reads only, but what it tells is nobody else's to fetch.
	 */
	public static function export(): never {
		\check_admin_referer( 'siren_export_distributor' );
		Page::allow( Lifecycle::EXPORT );
		Store::open();
		$row = \siren_get( 'distributors', Page::id( 'distributor' ) );
		if ( null === $row ) {
			Page::missing( \__( 'Distributor not found.', 'siren-distributors' ) );
		}
		Download::send( \sanitize_title( $row['name'], 'distributor' ) . '.json', 'application/json', self::text( $row ) );
	}

	/**
	 * Makes one of a file, or of a file's text.
	 */
	public static function import(): never {
		$form = new Submission( 'siren_import_distributor', Lifecycle::MANAGE_PROGRAMS );
		$text = $form->file( 'file', self::LARGEST_FILE ) ?? $form->raw( 'json' );
		$form->carry_out(
			Page::url( Page::DISTRIBUTORS, [ 'edit' => 'new' ] ),
			static fn(): string => self::draft( self::read( $text ) )
		);
	}

	/**
	 * The file of a distributor.
	 *
	 * @param array $row As it is stored.
	 */
	public static function text( array $row ): string {
		return (string) \wp_json_encode( [ self::MARK => self::SHAPE ] + DistributorForm::rules( $row ), JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE ) . "\n";
	}

	/**
	 * The rules in a file.
	 *
	 * @param string $text The file's.
	 * @throws Refusal When it is not the file of a distributor.
	 */
	private static function read( string $text ): array {
		$rules = \json_decode( $text, true, 16 );
		if ( ! \is_array( $rules ) || self::SHAPE !== ( $rules[ self::MARK ] ?? null ) ) {
			throw new Refusal( '', \__( 'This file does not contain a distributor. Export a distributor to see the expected format.', 'siren-distributors' ) );
		}
		unset( $rules[ self::MARK ] );
		return DistributorForm::rules( $rules );
	}

	/**
	 * Saves rules as a draft.
	 *
	 * @param array $rules A distributor's.
	 * @return string Address of its editor.
	 */
	private static function draft( array $rules ): string {
		$saved = \siren_save_distributor(
			[
				'status' => 'draft',
				'now'    => Clock::now(),
			] + $rules
		);
		return Page::url(
			Page::DISTRIBUTORS,
			[
				'edit'           => $saved['id'],
				Notice::ARGUMENT => 'distributor_drafted',
			]
		);
	}
}
