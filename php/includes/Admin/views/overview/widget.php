<?php
/**
 * The overview on WordPress's dashboard.
 *
 * @var array $view `open` (distributors with `standings`), `payable` (totals by currency), `review` (int), `names` (Names).
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Page;

\defined( 'ABSPATH' ) || exit;
?>
<div class="siren siren-widget">
	<?php if ( [] === $view['open'] ) : ?>
		<p><?php esc_html_e( 'There are no open periods.', 'siren-distributors' ); ?> <a href="<?php echo esc_url( Page::url( Page::DISTRIBUTORS ) ); ?>"><?php esc_html_e( 'View distributors', 'siren-distributors' ); ?></a></p>
	<?php endif; ?>
	<ul>
		<?php foreach ( $view['open'] as $row ) : ?>
			<li>
				<a href="<?php echo esc_url( Page::url( Page::DISTRIBUTIONS, [ 'view' => $row['distribution'] ] ) ); ?>"><?php echo esc_html( $row['name'] ); ?></a>
				<strong class="siren-number"><?php echo Format::amount( $row['standings']['pool']['amount'], $row['standings']['pool']['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></strong>
				<span class="description">
					<?php
					$first = $row['standings']['standings'][0] ?? null;
					if ( null === $first ) {
						esc_html_e( 'no one yet', 'siren-distributors' );
					} else {
						/* translators: %s: name of a collaborator. */
						echo esc_html( sprintf( __( '%s is in the lead', 'siren-distributors' ), $view['names']->of( 'collaborators', $first['collaborator'] ) ) );
					}
					?>
					· <?php echo Format::instant( $row['period']['end'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?>
				</span>
			</li>
		<?php endforeach; ?>
	</ul>
	<?php foreach ( $view['payable'] as $total ) : ?>
		<p><a href="<?php echo esc_url( Page::url( Page::PAYOUTS ) ); ?>">
			<?php
			/* translators: %s: an amount. */
			printf( esc_html__( '%s is ready to pay', 'siren-distributors' ), Format::amount( $total['amount'], $total['currency'] ) ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes.
			?>
		</a></p>
	<?php endforeach; ?>
</div>
