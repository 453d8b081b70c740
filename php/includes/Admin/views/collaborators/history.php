<?php
/**
 * The newest shares of a collaborator.
 *
 * @var array $view `history` (allocations, newest first), `names` (Names).
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Label;
use Siren\Distributors\Admin\Support\Page;

\defined( 'ABSPATH' ) || exit;

if ( [] === $view['history'] ) {
	return;
}
?>
<h2><?php esc_html_e( 'History', 'siren-distributors' ); ?></h2>
<div class="siren-wide" tabindex="0" role="region" aria-label="<?php esc_attr_e( 'History', 'siren-distributors' ); ?>">
	<table class="widefat striped">
		<thead>
			<tr>
				<th scope="col"><?php esc_html_e( 'Closed', 'siren-distributors' ); ?></th>
				<th scope="col"><?php esc_html_e( 'Distributor', 'siren-distributors' ); ?></th>
				<th scope="col" class="siren-number"><?php esc_html_e( 'Rank', 'siren-distributors' ); ?></th>
				<th scope="col" class="siren-number"><?php esc_html_e( 'Score', 'siren-distributors' ); ?></th>
				<th scope="col" class="siren-number"><?php esc_html_e( 'Amount', 'siren-distributors' ); ?></th>
				<th scope="col"><?php esc_html_e( 'Outcome', 'siren-distributors' ); ?></th>
			</tr>
		</thead>
		<tbody>
			<?php foreach ( $view['history'] as $row ) : ?>
				<tr>
					<td><a href="<?php echo esc_url( Page::url( Page::DISTRIBUTIONS, [ 'view' => $row['distribution'] ] ) ); ?>"><?php echo Format::instant( $row['created_at'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></a></td>
					<td><?php echo esc_html( $view['names']->of( 'distributors', $row['distributor'] ) ); ?></td>
					<td class="siren-number"><?php echo esc_html( number_format_i18n( $row['rank'] ) ); ?></td>
					<td class="siren-number"><?php echo Format::score( $row['score'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
					<td class="siren-number"><?php echo Format::amount( $row['amount'], $row['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></td>
					<td>
						<?php echo Format::status( $row['status'], Label::outcome( $row['status'] ) ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?>
						<?php if ( null !== $row['reason'] ) : ?>
							<span class="description"><?php echo esc_html( Label::reason( $row['reason'] ) ); ?></span>
						<?php endif; ?>
					</td>
				</tr>
			<?php endforeach; ?>
		</tbody>
	</table>
</div>
