<?php
/**
 * Asks whether this site moved or is a copy.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

use Siren\Distributors\Admin\Form\Refusal;
use Siren\Distributors\Admin\Form\Submission;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\SiteIdentity;
use Siren\Distributors\Store;
use Siren\Distributors\Wording;

\defined( 'ABSPATH' ) || exit;

/**
 * Shown on all our screens until somebody who may change the site's address has answered.
 */
final class SiteQuestion {

	private const CAPABILITY = 'manage_options';

	/** Prints the question while it is open. */
	public static function ask(): void {
		$screen = \get_current_screen();
		if ( null === $screen || ! \str_contains( $screen->id, '_page_siren-' ) || ! SiteIdentity::is_undecided() ) {
			return;
		}
		View::show(
			'shared/site-question',
			[
				'before'     => SiteIdentity::address_before(),
				'here'       => SiteIdentity::address(),
				'directory'  => Store::directory(),
				'can_answer' => \current_user_can( self::CAPABILITY ),
			]
		);
	}

	/**
	 * This site moved here.
	 */
	public static function moved(): never {
		self::answer( 'siren_site_moved', 'site_moved', [ SiteIdentity::class, 'moved' ] );
	}

	/**
	 * This is a copy.
	 */
	public static function copied(): never {
		self::answer( 'siren_site_copied', 'site_copied', [ SiteIdentity::class, 'copied' ] );
	}

	/**
	 * Saves an answer. It is only accepted if the address is still the one in the question.
	 *
	 * @param string            $action Action of the form.
	 * @param string            $done   Code of the notice.
	 * @param callable():void   $decide Carries out the decision.
	 */
	private static function answer( string $action, string $done, callable $decide ): never {
		$form = new Submission( $action, self::CAPABILITY );
		$read = $form->text( 'here' );
		try {
			if ( SiteIdentity::address() !== $read ) {
				throw new Refusal( '', \__( 'The site address has changed since you were asked. Review the question again.', 'siren-distributors' ) );
			}
			$decide();
		} catch ( Refusal | \RuntimeException $failure ) {
			Submission::keep( [], [], Wording::failure( $failure ) );
			$done = '';
		}
		\wp_safe_redirect( Page::url( Page::STATUS, '' === $done ? [] : [ Notice::ARGUMENT => $done ] ) );
		exit;
	}
}
