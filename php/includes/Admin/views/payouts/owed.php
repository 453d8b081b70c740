<?php
/**
 * What is owed, and the making of a fulfillment.
 *
 * @var array $view `fields` (currency, minimum, until), `problems` (Problems), `beyond` (string[]), `message`, `preview`
 *                  (?array, a fulfillment that is not made), `balances` (of the site), `table` (BalancesTable), `names` (Names),
 *                  `can_approve`.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\Field;
use Siren\Distributors\Admin\Screens\PayoutsScreen;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\View;

\defined( 'ABSPATH' ) || exit;

$fields   = $view['fields'];
$problems = $view['problems'];
?>
<div class="wrap siren">
	<h1><?php esc_html_e( 'Payouts', 'siren-distributors' ); ?></h1>
	<?php
	Notice::done( PayoutsScreen::notices() );
	if ( '' !== $view['message'] ) {
		Notice::refusal( $view['message'] );
	} elseif ( ! $problems->is_empty() ) {
		Notice::refusal( __( 'The request was rejected. Nothing was changed.', 'siren-distributors' ), $view['beyond'] );
	}
	View::show( 'payouts/money-tabs', [ 'part' => 'owed' ] );
	if ( [] === $view['balances'] ) {
		View::show(
			'shared/empty',
			[
				'heading' => __( 'You do not owe anyone anything yet', 'siren-distributors' ),
				'text'    => __( 'When a period ends, each collaborator’s share of the pool becomes an obligation and appears here.', 'siren-distributors' ),
				'links'   => [ Page::url( Page::OVERVIEW ) => __( 'View open periods', 'siren-distributors' ) ],
			]
		);
		echo '</div>';
		return;
	}
	?>

	<?php if ( $view['can_approve'] ) : ?>
		<section class="siren-panel">
			<h2><?php esc_html_e( 'Create a fulfillment', 'siren-distributors' ); ?></h2>
			<p><?php esc_html_e( 'A fulfillment takes the amounts that are ready to pay and creates one payout per collaborator. Preview it first to see who gets how much; nothing is created until you confirm.', 'siren-distributors' ); ?></p>
			<form method="get" action="<?php echo esc_url( admin_url( 'admin.php' ) ); ?>">
				<input type="hidden" name="page" value="<?php echo esc_attr( Page::PAYOUTS ); ?>">
				<input type="hidden" name="preview" value="1">
				<table class="form-table" role="presentation">
					<?php
					Field::text(
						'currency',
						__( 'Currency', 'siren-distributors' ),
						$fields['currency'],
						[
							'problems'   => $problems->at( 'currency' ),
							'attributes' => [
								'class'     => 'small-text code',
								'size'      => 6,
								'maxlength' => 6,
							],
						]
					);
					Field::text(
						'minimum',
						__( 'Minimum', 'siren-distributors' ),
						$fields['minimum'],
						[
							'problems'   => $problems->at( 'minimum' ),
							'help'       => __( 'Collaborators owed less wait for the next fulfillment. Leave empty for no minimum.', 'siren-distributors' ),
							'attributes' => [
								'class'     => '',
								'size'      => 12,
								'inputmode' => 'decimal',
							],
						]
					);
					Field::text(
						'until',
						__( 'Owed up to', 'siren-distributors' ),
						$fields['until'],
						[
							'problems'   => $problems->at( 'until' ),
							'help'       => __( 'Include obligations up to and including this day. Leave empty for all.', 'siren-distributors' ),
							'attributes' => [
								'type'  => 'date',
								'class' => '',
							],
						]
					);
					?>
				</table>
				<p><button type="submit" class="button"><?php esc_html_e( 'Preview', 'siren-distributors' ); ?></button></p>
			</form>
			<?php
			if ( null !== $view['preview'] ) {
				View::show(
					'payouts/fulfillment-preview',
					[
						'fields'  => $fields,
						'preview' => $view['preview'],
						'names'   => $view['names'],
					]
				);
			}
			?>
		</section>
	<?php endif; ?>

	<h2><?php esc_html_e( 'Amounts owed', 'siren-distributors' ); ?></h2>
	<?php foreach ( $view['balances'] as $balance ) : ?>
		<?php View::show( 'shared/balance', [ 'balance' => $balance ] ); ?>
	<?php endforeach; ?>
	<?php $view['table']->display(); ?>
</div>
