<?php
/**
 * Verifies the ledger.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

use Siren\Distributors\Admin\Form\Submission;
use Siren\Distributors\Admin\Support\Download;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Clock;
use Siren\Distributors\Lifecycle;
use Siren\Distributors\Store;

\defined( 'ABSPATH' ) || exit;

/**
 * Lets the engine prove the ledger, stores the result, and exports the ledger for verification elsewhere.
 */
final class Verification {

	/** Option: result of the last proof. */
	public const OPTION = 'siren_last_verification';

	/** Number of findings that are stored; the first few show the kind of damage. */
	private const KEPT = 20;

	/**
	 * Proves the ledger.
	 */
	public static function run(): never {
		$form = new Submission( 'siren_verify', Lifecycle::MANAGE_PROGRAMS );
		$form->carry_out(
			Page::url( Page::STATUS ),
			static fn(): string => Page::url( Page::STATUS, self::prove() ? [ Notice::ARGUMENT => 'ledger_proved' ] : [] )
		);
	}

	/**
	 * Proves the open ledger and stores the result.
	 *
	 * @return bool Whether it is intact.
	 * @throws \Siren\Exception\SirenException When it cannot be read.
	 */
	public static function prove(): bool {
		$found = \siren_verify();
		\update_option(
			self::OPTION,
			[
				'at'       => Clock::now(),
				'ok'       => $found['ok'],
				'total'    => $found['total'],
				'lines'    => $found['checked']['lines'],
				'head'     => (string) $found['checked']['head'],
				'problems' => \array_slice( $found['problems'], 0, self::KEPT ),
			],
			false
		);
		return $found['ok'];
	}

	/**
	 * The last proof; null before the first.
	 *
	 * @return ?array{at:string,ok:bool,total:int,lines:int,head:string,problems:array[]}
	 *         Each of `problems` has `table`, `id`, `column`, `message`.
	 */
	public static function last(): ?array {
		$kept = \get_option( self::OPTION );
		if ( ! \is_array( $kept ) || ! Clock::is_instant( $kept['at'] ?? null ) || ! \is_bool( $kept['ok'] ?? null ) || ! \is_string( $kept['head'] ?? null ) ) {
			return null; // If the option is corrupt, the ledger can simply be proved again.
		}
		return [
			'at'       => $kept['at'],
			'ok'       => $kept['ok'],
			'total'    => (int) ( $kept['total'] ?? 0 ),
			'lines'    => (int) ( $kept['lines'] ?? 0 ),
			'head'     => $kept['head'],
			'problems' => \is_array( $kept['problems'] ?? null ) ? $kept['problems'] : [],
		];
	}

	/**
	 * Sends the ledger as a file.
	 */
	public static function download(): never {
		\check_admin_referer( 'siren_download_ledger' );
		Page::allow( Lifecycle::EXPORT );
		Store::open();
		$path = Download::path();
		\siren_export_ledger( $path );
		Download::file( 'ledger.jsonl', 'application/jsonl', $path );
	}
}
