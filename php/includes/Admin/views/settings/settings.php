<?php
/**
 * Settings.
 *
 * @var array{settings:array,default_units:string,unknown:string[]} $view `unknown`: what is wrong with the choices, in sentences.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\Field;
use Siren\Distributors\Settings;

\defined( 'ABSPATH' ) || exit;

$settings = $view['settings'];
$name     = static fn( string $field ): string => Settings::OPTION . '[' . $field . ']';
$box      = static function ( string $field, string $label, string $text, string $help ) use ( $settings, $name ): void {
	?>
	<tr>
		<th scope="row"><?php echo esc_html( $label ); ?></th>
		<td>
			<label>
				<input type="checkbox" name="<?php echo esc_attr( $name( $field ) ); ?>" value="1" <?php checked( $settings[ $field ] ); ?>>
				<?php echo esc_html( $text ); ?>
			</label>
			<p class="description"><?php echo esc_html( $help ); ?></p>
		</td>
	</tr>
	<?php
};
?>
<div class="wrap siren">
	<h1><?php esc_html_e( 'Settings', 'siren-distributors' ); ?></h1>
	<?php settings_errors(); ?>
	<?php foreach ( $view['unknown'] as $text ) : ?>
		<div class="notice notice-warning inline"><p><?php echo esc_html( $text ); ?></p></div>
	<?php endforeach; ?>
	<form method="post" action="<?php echo esc_url( admin_url( 'options.php' ) ); ?>" class="siren-form">
		<?php settings_fields( Settings::GROUP ); ?>
		<section class="siren-panel">
			<h2><?php esc_html_e( 'Money', 'siren-distributors' ); ?></h2>
			<table class="form-table" role="presentation">
				<?php
				Field::text(
					$name( 'currency' ),
					__( 'Currency', 'siren-distributors' ),
					$settings['currency'],
					[
						/* translators: %s: three letters of a currency. */
						'help'       => sprintf( __( 'What new distributors start with. Empty for the shop’s own: %s.', 'siren-distributors' ), $view['default_units'] ),
						'attributes' => [
							'class'     => 'small-text code',
							'size'      => 6,
							'maxlength' => 3,
						],
					]
				);
				Field::select(
					$name( 'gift_cards' ),
					__( 'Gift cards count', 'siren-distributors' ),
					$settings['gift_cards'],
					[
						'used' => __( 'when something is bought with them', 'siren-distributors' ),
						'sold' => __( 'when they are sold', 'siren-distributors' ),
					],
					[ 'help' => __( 'Their money counts once either way. WooCommerce only.', 'siren-distributors' ) ]
				);
				?>
			</table>
		</section>
		<section class="siren-panel">
			<h2><?php esc_html_e( 'Visits and links', 'siren-distributors' ); ?></h2>
			<table class="form-table" role="presentation">
				<?php
				Field::select(
					$name( 'visits' ),
					__( 'Visits are counted', 'siren-distributors' ),
					$settings['visits'],
					[
						'beacon' => __( 'by a small script in the pages, also behind a page cache', 'siren-distributors' ),
						'server' => __( 'by the server while it makes a page; a cached page is missed', 'siren-distributors' ),
						'off'    => __( 'not at all; followed links are still remembered', 'siren-distributors' ),
					],
					[ 'help' => __( 'Bots, previews, pages fetched ahead and the visits of a post’s author and editors never count.', 'siren-distributors' ) ]
				);
				Field::select(
					$name( 'visit_window' ),
					__( 'A visitor counts', 'siren-distributors' ),
					$settings['visit_window'],
					[
						'every'   => __( 'with every page view', 'siren-distributors' ),
						'session' => __( 'once each half hour', 'siren-distributors' ),
						'day'     => __( 'once a day', 'siren-distributors' ),
						'period'  => __( 'once; who is not logged in, once a day', 'siren-distributors' ),
					],
					[ 'help' => __( 'For each post or link. Visitors are told apart by a code that changes every day; no address is kept.', 'siren-distributors' ) ]
				);
				Field::text(
					$name( 'network_visitors' ),
					__( 'Visitors of one network', 'siren-distributors' ),
					(string) $settings['network_visitors'],
					[
						'after'      => __( 'a day', 'siren-distributors' ),
						'help'       => __( 'At most so many count for one post or link, so that nobody can make up readers; further ones are kept as ignored. A network is a household, an office or a school that shares an address. Raise it if whole classes read your posts.', 'siren-distributors' ),
						'attributes' => [
							'type'  => 'number',
							'min'   => 1,
							'max'   => 10000,
							'class' => 'small-text',
						],
					]
				);
				Field::text(
					$name( 'visit_months' ),
					__( 'Keep single visits for', 'siren-distributors' ),
					(string) $settings['visit_months'],
					[
						'after'      => __( 'months', 'siren-distributors' ),
						'help'       => __( 'Older ones become one row for each hour and post; points and amounts stay. 0 keeps every visit.', 'siren-distributors' ),
						'attributes' => [
							'type'  => 'number',
							'min'   => 0,
							'max'   => 120,
							'class' => 'small-text',
						],
					]
				);
				Field::text(
					$name( 'link_parameter' ),
					__( 'Link parameter', 'siren-distributors' ),
					$settings['link_parameter'],
					[
						/* translators: %s: an address with a link code. */
						'help'       => sprintf( __( 'The word before a collaborator’s code: %s. Links that are already out stop counting when it changes.', 'siren-distributors' ), add_query_arg( $settings['link_parameter'], 'code', home_url( '/' ) ) ),
						'attributes' => [
							'class' => 'code',
							'size'  => 16,
						],
					]
				);
				$box(
					'pretty_links',
					__( 'Form of links', 'siren-distributors' ),
					/* translators: %s: an address with a link code. */
					sprintf( __( 'Make links like %s', 'siren-distributors' ), home_url( '/' . $settings['link_parameter'] . '/code/' ) ),
					__( 'They lead on to the page with the code as a parameter, which always works as well. The site needs pretty permalinks.', 'siren-distributors' )
				);
				Field::text(
					$name( 'cookie_days' ),
					__( 'Remember a link for', 'siren-distributors' ),
					(string) $settings['cookie_days'],
					[
						'after'      => __( 'days', 'siren-distributors' ),
						'attributes' => [
							'type'  => 'number',
							'min'   => 1,
							'max'   => 365,
							'class' => 'small-text',
						],
					]
				);
				Field::select(
					$name( 'attribution' ),
					__( 'If several links were followed', 'siren-distributors' ),
					$settings['attribution'],
					[
						'last_click'  => __( 'the last one is remembered', 'siren-distributors' ),
						'first_click' => __( 'the first one is remembered', 'siren-distributors' ),
					],
					[ 'help' => __( 'A coupon used in the purchase comes before any link.', 'siren-distributors' ) ]
				);
				$box(
					'do_not_track',
					__( 'Privacy signals', 'siren-distributors' ),
					__( 'Neither count nor remember visitors whose browser sends Do Not Track or Global Privacy Control', 'siren-distributors' ),
					__( 'A consent plugin that speaks the WP Consent API is asked in any case: “marketing” to remember a link, “anonymous statistics” to count.', 'siren-distributors' )
				);
				?>
			</table>
		</section>
		<section class="siren-panel">
			<h2><?php esc_html_e( 'Courses', 'siren-distributors' ); ?></h2>
			<table class="form-table" role="presentation">
				<?php
				Field::text(
					$name( 'retake_days' ),
					__( 'Count a completion again after', 'siren-distributors' ),
					(string) $settings['retake_days'],
					[
						'after'      => __( 'days', 'siren-distributors' ),
						'help'       => __( 'When a student completes the same course or lesson again. With 0 only the first time counts.', 'siren-distributors' ),
						'attributes' => [
							'type'  => 'number',
							'min'   => 0,
							'max'   => 3650,
							'class' => 'small-text',
						],
					]
				);
				?>
			</table>
		</section>
		<section class="siren-panel">
			<h2><?php esc_html_e( 'For collaborators', 'siren-distributors' ); ?></h2>
			<p>
				<?php
				/* translators: %s: a shortcode. */
				printf( esc_html__( 'Put the block “Collaborator’s dashboard”, or the shortcode %s, on a page: whoever is logged in sees their own points, place, earnings, statements and links there.', 'siren-distributors' ), '<code>[siren_dashboard]</code>' );
				?>
			</p>
			<table class="form-table" role="presentation">
				<?php
				Field::select(
					$name( 'dashboard_others' ),
					__( 'Of others they see', 'siren-distributors' ),
					$settings['dashboard_others'],
					[
						'nothing' => __( 'nothing', 'siren-distributors' ),
						'ranks'   => __( 'who has which place', 'siren-distributors' ),
						'scores'  => __( 'places and points', 'siren-distributors' ),
					],
					[ 'help' => __( 'What others earn is never shown.', 'siren-distributors' ) ]
				);
				?>
			</table>
		</section>
		<section class="siren-panel">
			<h2><?php esc_html_e( 'Money out', 'siren-distributors' ); ?></h2>
			<table class="form-table" role="presentation">
				<tr>
					<th scope="row"><?php esc_html_e( 'Two people', 'siren-distributors' ); ?></th>
					<td>
						<label>
							<input type="checkbox" name="<?php echo esc_attr( $name( 'two_people' ) ); ?>" value="1" <?php checked( $settings['two_people'] ); ?>>
							<?php esc_html_e( 'Who makes a fulfillment cannot mark its payouts', 'siren-distributors' ); ?>
						</label>
						<p class="description"><?php esc_html_e( 'Then nobody alone can send money out and book it. Both need the capability siren_approve_payouts.', 'siren-distributors' ); ?></p>
					</td>
				</tr>
			</table>
		</section>
		<section class="siren-panel">
			<h2><?php esc_html_e( 'When the plugin is deleted', 'siren-distributors' ); ?></h2>
			<table class="form-table" role="presentation">
				<?php
				$box(
					'delete_on_uninstall',
					__( 'Data', 'siren-distributors' ),
					__( 'Delete the ledger and all settings', 'siren-distributors' ),
					__( 'The ledger says who is owed what and who was paid; it cannot be restored. Without this, everything stays where it is. A directory that the server’s configuration names is never deleted.', 'siren-distributors' )
				);
				?>
			</table>
		</section>
		<?php submit_button(); ?>
	</form>
</div>
