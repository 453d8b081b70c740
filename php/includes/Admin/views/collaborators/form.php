<?php
/**
 * A collaborator's form.
 *
 * @var array $view `row` (?array), `fields`, `problems` (Problems), `beyond` (string[]), `message`, `balances`, `owned` (of
 *                  OwnedContent), `history` (allocations), `names` (Names), `table` (?ObligationsTable).
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Accounts;
use Siren\Distributors\Admin\Form\Field;
use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Label;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\View;

\defined( 'ABSPATH' ) || exit;

$fields   = $view['fields'];
$problems = $view['problems'];
$is_new   = null === $view['row'];
$statuses = [ 'active', 'pending', 'inactive', 'rejected' ];
?>
<div class="wrap siren">
	<?php View::show( 'shared/back', [ 'url' => Page::url( Page::COLLABORATORS ), 'text' => __( 'All collaborators', 'siren-distributors' ) ] ); // phpcs:ignore WordPress.Arrays -- one address. ?>
	<h1>
		<?php echo esc_html( $is_new ? __( 'Add a collaborator', 'siren-distributors' ) : $view['row']['name'] ); ?>
		<?php echo $is_new ? '' : Format::status( $view['row']['status'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?>
	</h1>
	<?php if ( ! $is_new ) : ?>
		<?php
		View::show(
			'collaborators/facts',
			[
				'balances' => $view['balances'],
				'owned'    => $view['owned'],
				'bound'    => null !== $view['row']['wp_user_id'],
				'gone'     => Accounts::gone_since( $view['row']['id'] ),
			]
		);
		?>
	<?php endif; ?>
	<?php
	if ( '' !== $view['message'] ) {
		Notice::refusal( $view['message'] );
	} elseif ( ! $problems->is_empty() ) {
		Notice::refusal( __( 'Your changes were not saved. Fix the problems below.', 'siren-distributors' ), $view['beyond'] );
	}
	?>
	<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>" class="siren-form">
		<?php Field::action( 'siren_save_collaborator' ); ?>
		<input type="hidden" name="id" value="<?php echo esc_attr( (string) $fields['id'] ); ?>">
		<section class="siren-panel">
			<table class="form-table" role="presentation">
				<?php
				Field::text( 'name', __( 'Name', 'siren-distributors' ), $fields['name'], [ 'problems' => $problems->at( 'name' ), 'attributes' => [ 'required' => true ] ] );
				Field::text( 'email', __( 'Email', 'siren-distributors' ), $fields['email'], [ 'problems' => $problems->at( 'email' ), 'attributes' => [ 'type' => 'email' ] ] );
				Field::text(
					'wp_user',
					__( 'WordPress user', 'siren-distributors' ),
					$fields['wp_user'],
					[
						'problems'   => $problems->at( 'wp_user_id' ),
						'help'       => __( 'Username, email address or user ID. The collaborator earns from what this user writes, teaches and sells.', 'siren-distributors' ),
						'attributes' => [ 'autocomplete' => 'off' ],
					]
				);
				Field::select(
					'status',
					__( 'Status', 'siren-distributors' ),
					$fields['status'],
					array_combine( $statuses, array_map( [ Label::class, 'status' ], $statuses ) ),
					[
						'problems' => $problems->at( 'status' ),
						'help'     => __( 'Only active collaborators earn points and are paid.', 'siren-distributors' ),
					]
				);
				Field::text(
					'groups',
					__( 'Groups', 'siren-distributors' ),
					$fields['groups'],
					[
						'problems' => $problems->at( 'groups' ),
						'help'     => __( 'Separate with commas. You can limit a distributor to certain groups.', 'siren-distributors' ),
					]
				);
				Field::area(
					'coupons',
					__( 'Coupon codes', 'siren-distributors' ),
					implode( "\n", $fields['coupons'] ),
					[
						'problems' => $problems->at( 'aliases' ),
						'help'     => __( 'One per line. Orders that use one of these coupons count for this collaborator.', 'siren-distributors' ),
					]
				);
				Field::area(
					'links',
					__( 'Affiliate link codes', 'siren-distributors' ),
					implode( "\n", $fields['links'] ),
					[
						'help' => sprintf(
							/* translators: %s: an address with a link code. */
							__( 'One per line. Add a code to the URL of any page on this site to make a link, such as %s.', 'siren-distributors' ),
							add_query_arg( \Siren\Distributors\Settings::all()['link_parameter'], 'code', home_url( '/' ) )
						),
					]
				);
				?>
				<tr>
					<th scope="row"><?php esc_html_e( 'Codes in use', 'siren-distributors' ); ?></th>
					<td>
						<label><input type="checkbox" name="move" value="1" <?php checked( $fields['move'] ?? false ); ?>> <?php esc_html_e( 'Transfer codes that currently belong to someone else', 'siren-distributors' ); ?></label>
						<p class="description"><?php esc_html_e( 'From now on, this collaborator earns from these codes. Past earnings stay with the previous owner.', 'siren-distributors' ); ?></p>
					</td>
				</tr>
				<?php if ( [] !== ( $view['row']['old_aliases'] ?? [] ) ) : ?>
					<tr>
						<th scope="row"><?php esc_html_e( 'Old codes', 'siren-distributors' ); ?></th>
						<td>
							<fieldset>
								<legend class="screen-reader-text"><?php esc_html_e( 'Old codes', 'siren-distributors' ); ?></legend>
								<?php foreach ( $view['row']['old_aliases'] as $old ) : ?>
									<p><label>
										<input type="checkbox" name="forget[]" value="<?php echo esc_attr( $old['type'] . ' ' . $old['code'] ); ?>">
										<?php
										/* translators: %s: a coupon or link code. */
										echo esc_html( sprintf( __( 'Remove %s', 'siren-distributors' ), $old['code'] ) );
										?>
									</label></p>
								<?php endforeach; ?>
							</fieldset>
							<p class="description"><?php esc_html_e( 'A code you deleted above keeps counting for this collaborator until you remove it here.', 'siren-distributors' ); ?></p>
						</td>
					</tr>
				<?php endif; ?>
			</table>
		</section>
		<?php submit_button( $is_new ? __( 'Add collaborator', 'siren-distributors' ) : __( 'Save changes', 'siren-distributors' ) ); ?>
	</form>
	<?php if ( null !== $view['table'] ) : ?>
		<?php
		View::show(
			'collaborators/history',
			[
				'history' => $view['history'],
				'names'   => $view['names'],
			]
		);
		?>
		<h2><?php esc_html_e( 'Obligations', 'siren-distributors' ); ?></h2>
		<?php $view['table']->display(); ?>
		<p><a href="<?php echo esc_url( Page::url( Page::ACTIVITY, [ 'collaborator' => $view['row']['id'] ] ) ); ?>"><?php esc_html_e( 'View all activity for this collaborator', 'siren-distributors' ); ?></a></p>
	<?php endif; ?>
</div>
