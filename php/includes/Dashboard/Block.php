<?php
/**
 * The dashboard as a block.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Dashboard;

\defined( 'ABSPATH' ) || exit;

/**
 * Printed by PHP whenever it is shown; the editor asks PHP as well.
 */
final class Block {

	public const NAME = 'siren-distributors/dashboard';

	private const SCRIPT = 'siren-dashboard-block';

	/**
	 * Makes the block known, with what it takes to print it: a page does not wait for translations that only its editor
	 * reads.
	 */
	public static function register(): void {
		\register_block_type(
			self::NAME,
			[
				'api_version'     => 3,
				'title'           => 'Collaborator’s dashboard',
				'category'        => 'widgets',
				'icon'            => 'chart-pie',
				'supports'        => [
					'html'     => false,
					'multiple' => false,
				],
				'render_callback' => [ Dashboard::class, 'render' ],
			]
		);
	}

	/**
	 * Adds what the editor shows and loads. Only wp-admin has an editor; and the first script makes WordPress list all of
	 * its own, for which a checkout's answer would wait.
	 */
	public static function describe(): void {
		$block = \WP_Block_Type_Registry::get_instance()->get_registered( self::NAME );
		if ( null === $block ) {
			return; // Another plugin took it away.
		}
		\wp_register_script(
			self::SCRIPT,
			\plugins_url( 'assets/dashboard-block.js', SIREN_DISTRIBUTORS_FILE ),
			[ 'wp-blocks', 'wp-element', 'wp-i18n', 'wp-block-editor', 'wp-server-side-render' ],
			SIREN_DISTRIBUTORS_VERSION,
			true
		);
		\wp_set_script_translations( self::SCRIPT, 'siren-distributors' );
		Dashboard::register_style();
		$block->title                 = \__( 'Collaborator dashboard', 'siren-distributors' );
		$block->description           = \__( 'Shows collaborators their own points, rank, earnings and links.', 'siren-distributors' );
		$block->style_handles         = [ Dashboard::STYLE ];
		$block->editor_script_handles = [ self::SCRIPT ];
	}
}
