<?php
/**
 * What speaks against events, person by person.
 *
 * @var array $view `doubts` (as Doubts gives them), `names` (Names), `can_approve`, `one` (whether it is about one person, on the
 *                  page of what they are owed).
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Support\Doubts;
use Siren\Distributors\Admin\Support\Page;

\defined( 'ABSPATH' ) || exit;

$doubts = $view['doubts'];
?>
<section class="siren-panel" id="siren-doubts">
	<h2><?php esc_html_e( 'Review before paying', 'siren-distributors' ); ?></h2>
	<p><?php esc_html_e( 'These warnings change no amounts. There may be a good explanation: ask the collaborator, and hold their share if you need more time.', 'siren-distributors' ); ?></p>
	<?php foreach ( $doubts['collaborators'] as $of ) : ?>
		<?php if ( ! $view['one'] ) : ?>
			<h3><?php echo $view['names']->collaborator( $of['collaborator'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Names escapes. ?></h3>
		<?php endif; ?>
		<ul class="siren-details">
			<?php foreach ( $of['doubts'] as $doubt ) : ?>
				<li>
					<?php echo esc_html( Doubts::sentence( $doubt, $view['names'] ) ); ?>
					<?php if ( 'shared_payout' !== $doubt['kind'] ) : ?>
						<?php
						/* translators: %s: percentage without its sign. */
						echo esc_html( sprintf( __( 'That is %s %% of the points.', 'siren-distributors' ), number_format_i18n( Doubts::percent( $doubt ) ) ) );
						?>
					<?php endif; ?>
					<?php if ( [] !== $doubt['events'] ) : ?>
						<small>
							<?php
							/* translators: %s: numbers of events. */
							echo esc_html( sprintf( __( 'Examples of events: %s.', 'siren-distributors' ), implode( ', ', $doubt['events'] ) ) );
							?>
						</small>
					<?php endif; ?>
					<?php if ( $view['can_approve'] && 'pending' === ( $of['obligation']['status'] ?? '' ) ) : ?>
						<a href="<?php echo esc_url( Doubts::hold_url( $of['obligation']['id'], $doubt['kind'] ) ); ?>"><?php esc_html_e( 'Hold this share', 'siren-distributors' ); ?></a>
					<?php endif; ?>
				</li>
			<?php endforeach; ?>
		</ul>
		<?php if ( ! $view['one'] && null !== $of['obligation'] ) : ?>
			<p>
				<a href="<?php echo esc_url( Page::url( Page::DISTRIBUTIONS, [ 'explain' => $of['obligation']['id'] ] ) ); ?>"><?php esc_html_e( 'View the calculation', 'siren-distributors' ); ?></a>
				<?php if ( 'draft' === $of['obligation']['status'] ) : ?>
					<?php esc_html_e( 'You can hold this share once the distribution is approved.', 'siren-distributors' ); ?>
				<?php elseif ( 'held' === $of['obligation']['status'] ) : ?>
					<?php esc_html_e( 'This share is held.', 'siren-distributors' ); ?>
				<?php endif; ?>
			</p>
		<?php endif; ?>
	<?php endforeach; ?>
	<?php if ( $doubts['total'] > count( $doubts['collaborators'] ) ) : ?>
		<p class="description">
			<?php
			/* translators: %s: number of collaborators. */
			echo esc_html( sprintf( __( '%s collaborators have warnings. Those with the largest share of affected points are shown.', 'siren-distributors' ), number_format_i18n( $doubts['total'] ) ) );
			?>
		</p>
	<?php endif; ?>
</section>
