<?php
/**
 * What did not count for a collaborator, and what they disputed.
 *
 * @var array $view `not_counted` (as Dispute gives it), `disputes` (their own), `refused` (?array), `sent` (whether one was just sent),
 *                  `names` (Names).
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Label;
use Siren\Distributors\Admin\Support\Problems;
use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\EventTypes;

\defined( 'ABSPATH' ) || exit;
?>
<section id="siren-disputes">
	<?php if ( $view['sent'] ) : ?>
		<p role="status"><strong><?php esc_html_e( 'Thank you. We will review this and reply here.', 'siren-distributors' ); ?></strong></p>
	<?php endif; ?>
	<?php if ( null !== $view['refused'] ) : ?>
		<p role="alert"><strong><?php echo esc_html( implode( ' ', array_filter( [ $view['refused']['message'], ...( new Problems( $view['refused']['problems'] ) )->beyond( [] ) ] ) ) ); ?></strong></p>
	<?php endif; ?>

	<?php if ( [] !== $view['not_counted'] ) : ?>
		<h2><?php esc_html_e( 'Not counted', 'siren-distributors' ); ?></h2>
		<?php foreach ( $view['not_counted'] as $list ) : ?>
			<h3><?php echo esc_html( $list['name'] ); ?>, <?php echo Format::period( $list['told']['period'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></h3>
			<ul>
				<?php foreach ( $list['told']['reasons'] as $of ) : ?>
					<li>
						<?php
						$types = [];
						foreach ( $of['types'] as $type => $count ) {
							/* translators: 1: how often, 2: kind of event, such as "Coupon code used". */
							$types[] = sprintf( __( '%1$s × %2$s', 'siren-distributors' ), number_format_i18n( $count ), EventTypes::label( $type ) );
						}
						/* translators: 1: what did not count, such as "3 × Coupon code used", 2: why, such as "no value". */
						echo esc_html( sprintf( __( '%1$s: %2$s', 'siren-distributors' ), implode( ', ', $types ), Label::reason( $of['reason'] ) ) );
						View::show(
							'dashboard/dispute',
							[
								'about'    => [
									'distribution' => $list['told']['distribution'],
									'reason'       => $of['reason'],
								],
								'disputes' => $view['disputes'],
								'refused'  => $view['refused'],
							]
						);
						?>
					</li>
				<?php endforeach; ?>
			</ul>
			<?php if ( ! $list['told']['complete'] ) : ?>
				<p class="siren-dashboard-note"><?php esc_html_e( 'Only the most recent are shown.', 'siren-distributors' ); ?></p>
			<?php endif; ?>
		<?php endforeach; ?>
	<?php endif; ?>

	<?php if ( [] !== $view['disputes'] ) : ?>
		<h2><?php esc_html_e( 'Problems you reported', 'siren-distributors' ); ?></h2>
		<ul>
			<?php foreach ( $view['disputes'] as $dispute ) : ?>
				<li>
					<?php echo Format::instant( $dispute['created_at'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?>,
					<?php echo esc_html( null === $dispute['reason'] ? __( 'about an amount', 'siren-distributors' ) : Label::reason( $dispute['reason'] ) ); ?>:
					<q><?php echo esc_html( (string) $dispute['text'] ); ?></q>
					<br>
					<strong><?php echo esc_html( Label::dispute( $dispute['status'] ) ); ?></strong>
					<?php if ( in_array( $dispute['status'], [ 'accepted', 'declined' ], true ) ) : ?>
						<?php foreach ( array_slice( $dispute['answers'], -1 ) as $answer ) : ?>
							<?php echo esc_html( (string) $answer['text'] ); ?>
						<?php endforeach; ?>
					<?php endif; ?>
				</li>
			<?php endforeach; ?>
		</ul>
	<?php endif; ?>
</section>
