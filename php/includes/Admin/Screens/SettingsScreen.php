<?php
/**
 * The Settings screen.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\Clock;
use Siren\Distributors\Settings;
use Siren\Distributors\Settings\Definitions;
use Siren\Distributors\Settings\Setting;
use Siren\Distributors\Store;
use Siren\Exception\SirenException;

\defined( 'ABSPATH' ) || exit;

/**
 * Saved through WordPress's options page, which checks the nonce and the capability.
 */
final class SettingsScreen implements Screen {

	/** Registers the option with WordPress. */
	public static function register(): void {
		\register_setting(
			Settings::GROUP,
			Settings::OPTION,
			[
				'type'              => 'object',
				'sanitize_callback' => [ Settings::class, 'sanitize' ],
			]
		);
	}

	public static function slug(): string {
		return Page::SETTINGS;
	}

	public static function title(): string {
		return \__( 'Settings', 'siren-distributors' );
	}

	public static function capability(): string {
		return 'manage_options';
	}

	public static function help(): string {
		return \__( 'Settings for the whole site. Each distributor has its own settings.', 'siren-distributors' );
	}

	/** @return array<string,string> */
	public static function notices(): array {
		return [];
	}

	/**
	 * Prints the screen.
	 */
	public static function render(): void {
		// Does not use Page::show(), because the screen must work without the ledger: a problem with the ledger may be
		// fixed here.
		Page::allow( self::capability() );
		self::show();
	}

	/**
	 * Prints the form.
	 */
	public static function show(): void {
		View::show(
			'settings/settings',
			[
				'values'   => Settings::all(),
				'sections' => self::sections(),
				'unknown'  => self::unknown(),
			]
		);
	}

	/**
	 * The sections of the form with their settings, in display order.
	 *
	 * @return array<string,array{title:string,intro:string,settings:array<string,Setting>}>
	 */
	private static function sections(): array {
		$titles   = [
			'money'         => \__( 'Money', 'siren-distributors' ),
			'visits'        => \__( 'Visits and links', 'siren-distributors' ),
			'courses'       => \__( 'Courses', 'siren-distributors' ),
			'collaborators' => \__( 'For collaborators', 'siren-distributors' ),
			'payouts'       => \__( 'Payouts', 'siren-distributors' ),
			'uninstall'     => \__( 'When the plugin is deleted', 'siren-distributors' ),
		];
		$sections = [];
		foreach ( $titles as $section => $title ) {
			$sections[ $section ] = [
				'title'    => $title,
				'intro'    => '',
				'settings' => \array_filter( Definitions::all(), static fn( Setting $setting ): bool => $setting->section === $section ),
			];
		}
		/* translators: %s: a shortcode. */
		$sections['collaborators']['intro'] = \sprintf( \esc_html__( 'Add the “Collaborator dashboard” block or the %s shortcode to a page. Collaborators who are logged in see their own points, rank, earnings, statements and links there.', 'siren-distributors' ), '<code>[siren_dashboard]</code>' );
		return $sections;
	}

	/**
	 * Chosen values that the engine does not know, a sentence for each. They block nothing except what needs the
	 * setting.
	 *
	 * @return string[]
	 */
	private static function unknown(): array {
		try {
			Store::open();
			$codes = \array_column( \siren_status( Clock::now() )['problems'], 'code' );
		} catch ( SirenException $failure ) {
			return []; // The Status screen reports it; settings can still be changed here.
		}
		$texts = [];
		foreach ( \array_intersect_key( Health::of_settings(), \array_flip( $codes ) ) as [ $message, $action ] ) {
			$texts[] = $message . ' ' . $action;
		}
		return $texts;
	}
}
