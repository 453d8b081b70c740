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
 * Rendered by PHP, on pages as well as in the editor.
 */
final class Block {

	public const NAME = 'siren-distributors/dashboard';

	private const SCRIPT = 'siren-dashboard-block';

	/**
	 * Registers the block with what is needed to render it. Pages should not wait for translations that only the editor
	 * needs.
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
	 * Adds what the editor shows and loads. Only in wp-admin, which has an editor: registering the first script makes
	 * WordPress register all of its own, and a checkout should not wait for that.
	 */
	public static function describe(): void {
		$block = \WP_Block_Type_Registry::get_instance()->get_registered( self::NAME );
		if ( null === $block ) {
			return; // Another plugin unregistered it.
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
