<?php
/**
 * The proof of the ledger.
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
 * Lets the engine prove its ledger and keeps what it found, and hands the ledger out to be proved elsewhere.
 */
final class Verification {

	/** Option with the outcome of the last proof. */
	public const OPTION = 'siren_last_verification';

	/** How many findings are kept; the first few say what kind of damage it is. */
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
	 * Proves the ledger, which is open, and keeps what is found.
	 *
	 * @return bool Whether it proves itself.
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
	 * @return ?array{at:string,ok:bool,total:int,lines:int,head:string,problems:array[]} `problems` each with `table`, `id`,
	 *                                                                                     `column`, `message`.
	 */
	public static function last(): ?array {
		$kept = \get_option( self::OPTION );
		if ( ! \is_array( $kept ) || ! Clock::is_instant( $kept['at'] ?? null ) || ! \is_bool( $kept['ok'] ?? null ) || ! \is_string( $kept['head'] ?? null ) ) {
			return null; // Whatever became of the option, the ledger can be proved again.
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
