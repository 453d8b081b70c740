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
 * Duplicates a distributor on this site, or exports it to a file for another. A copy is always a draft: it counts
 * nothing until somebody has reviewed and activated it.
 */
final class DistributorCopies {

	/** First key of an exported file; its value is the format version. */
	private const MARK = 'siren_distributor';

	private const SHAPE = 1;

	/** A distributor's rules take a few kilobytes; with a list of ten thousand collaborators, eighty. */
	private const LARGEST_FILE = 262144;

	/** Duplicates a distributor. */
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
	 * Sends the rules of a distributor as a file. Checks the nonce although it only reads, because the rules are
	 * confidential.
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

	/** Creates a distributor from a file, or from pasted text. */
	public static function import(): never {
		$form = new Submission( 'siren_import_distributor', Lifecycle::MANAGE_PROGRAMS );
		$text = $form->file( 'file', self::LARGEST_FILE ) ?? $form->raw( 'json' );
		$form->carry_out(
			Page::url( Page::DISTRIBUTORS, [ 'edit' => 'new' ] ),
			static fn(): string => self::draft( self::read( $text ) )
		);
	}

	/**
	 * The contents of a distributor's file.
	 *
	 * @param array $row Stored distributor.
	 */
	public static function text( array $row ): string {
		return (string) \wp_json_encode( [ self::MARK => self::SHAPE ] + DistributorForm::rules( $row ), JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE ) . "\n";
	}

	/**
	 * Reads the rules from a file.
	 *
	 * @param string $text Contents of the file.
	 * @throws Refusal When it is not a distributor's file.
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
	 * @param array $rules Rules of a distributor.
	 * @return string URL of its editor.
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
