<?php
/**
 * One distribution.
 *
 * @var array $view `row`, `stages` (as LifecycleTimeline gives them), `visits` (?array, as VisitSources gives them), `doubts` (?array, as Doubts gives them), `points` (of its timeline); `table`: while its period is open
 *                  of its `standings` (?array, a page of them), afterwards of its `part` (`allocations`, `obligations`); `due` (?array, a rehearsal, where its
 *                  period is over and it has not run), `by_id` (names of
 *                  those who can be given points), `names` (Names), `refused` (?array), `can_manage`, `can_approve`,
 *                  `can_export`.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\Field;
use Siren\Distributors\Admin\Screens\DistributionsScreen;
use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Label;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\View;
use Siren\Distributors\Admin\Support\VisitSources;

\defined( 'ABSPATH' ) || exit;

$row   = $view['row'];
$parts = [
	'allocations' => __( 'Allocations', 'siren-distributors' ),
	'obligations' => __( 'Obligations', 'siren-distributors' ),
];
?>
<div class="wrap siren">
	<?php View::show( 'shared/back', [ 'url' => Page::url( Page::DISTRIBUTIONS, [ 'distributor' => $row['distributor'] ] ), 'text' => __( 'All distributions of this distributor', 'siren-distributors' ) ] ); // phpcs:ignore WordPress.Arrays -- one address. ?>
	<h1>
		<?php echo esc_html( $view['names']->of( 'distributors', $row['distributor'] ) ); ?>
		<?php echo Format::status( $row['status'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?>
	</h1>
	<?php
	Notice::done( DistributionsScreen::notices() );
	Notice::refused( $view['refused'] );
	View::show( 'distributions/lifecycle-timeline', [ 'stages' => $view['stages'] ] );
	?>

	<?php if ( null !== $view['due'] && $view['can_manage'] ) : ?>
		<?php
		View::show(
			'distributions/due',
			[
				'due'   => $view['due'],
				'id'    => $row['id'],
				'names' => $view['names'],
			]
		);
		?>
	<?php endif; ?>

	<?php if ( 'review' === $row['status'] && $view['can_approve'] ) : ?>
		<section class="siren-panel siren-attention">
			<h2><?php esc_html_e( 'This distribution is waiting for approval', 'siren-distributors' ); ?></h2>
			<p><?php esc_html_e( 'Review the allocations below. Nothing can be paid until you approve. You cannot undo an approval.', 'siren-distributors' ); ?></p>
			<?php if ( null !== $view['visits'] ) : ?>
				<p>
					<strong><?php echo esc_html( implode( ' ', VisitSources::sentences( $view['visits'] ) ) ); ?></strong>
					<a href="#siren-visit-sources"><?php esc_html_e( 'View visit sources', 'siren-distributors' ); ?></a>
				</p>
			<?php endif; ?>
			<?php if ( null !== $view['doubts'] ) : ?>
				<p>
					<strong>
						<?php
						/* translators: %s: number of collaborators. */
						echo esc_html( sprintf( _n( 'The points of %s collaborator need a closer look.', 'The points of %s collaborators need a closer look.', $view['doubts']['total'], 'siren-distributors' ), number_format_i18n( $view['doubts']['total'] ) ) );
						?>
					</strong>
					<a href="#siren-doubts"><?php esc_html_e( 'View details', 'siren-distributors' ); ?></a>
				</p>
			<?php endif; ?>
			<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
				<?php Field::action( 'siren_approve_distribution' ); ?>
				<input type="hidden" name="id" value="<?php echo esc_attr( (string) $row['id'] ); ?>">
				<p><button type="submit" class="button button-primary"><?php esc_html_e( 'Approve distribution', 'siren-distributors' ); ?></button></p>
			</form>
		</section>
	<?php endif; ?>

	<?php if ( null !== $view['standings'] ) : ?>
		<?php
		View::show(
			'distributions/standings',
			[
				'standings' => $view['standings'],
				'table'     => $view['table'],
			]
		);
		?>
	<?php else : ?>
		<section class="siren-panel">
			<dl class="siren-cards">
				<div><dt><?php esc_html_e( 'Reward pool', 'siren-distributors' ); ?></dt><dd><?php echo Format::amount( $row['amount'], $row['currency'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd></div>
				<div><dt><?php esc_html_e( 'Period', 'siren-distributors' ); ?></dt><dd><?php echo Format::period( $row['period'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes. ?></dd></div>
				<div><dt><?php esc_html_e( 'Obligations', 'siren-distributors' ); ?></dt><dd><?php echo esc_html( number_format_i18n( $row['obligations'] ) ); ?></dd></div>
				<div><dt><?php esc_html_e( 'Rule version', 'siren-distributors' ); ?></dt><dd><?php echo esc_html( number_format_i18n( $row['version'] ) ); ?></dd></div>
			</dl>
			<?php if ( null !== $row['reason'] ) : ?>
				<p>
					<?php
					/* translators: %s: why a distribution paid nothing, such as "no one had points". */
					echo esc_html( sprintf( __( 'Nothing was paid: %s.', 'siren-distributors' ), Label::reason( $row['reason'] ) ) );
					?>
				</p>
			<?php endif; ?>
			<?php
			View::show(
				'shared/sources',
				[
					'sources'  => $row['sources'],
					'currency' => $row['currency'],
				]
			);
			?>
		</section>
		<nav class="nav-tab-wrapper" aria-label="<?php esc_attr_e( 'Distribution sections', 'siren-distributors' ); ?>">
			<?php foreach ( $parts as $part => $label ) : ?>
				<a class="nav-tab<?php echo $part === $view['part'] ? ' nav-tab-active' : ''; ?>"<?php echo $part === $view['part'] ? ' aria-current="page"' : ''; ?> href="<?php echo esc_url( Page::url( Page::DISTRIBUTIONS, [ 'view' => $row['id'], 'part' => $part ] ) ); // phpcs:ignore WordPress.Arrays -- one address. ?>"><?php echo esc_html( $label ); ?></a>
			<?php endforeach; ?>
		</nav>
		<p class="description"><?php esc_html_e( 'Select an amount to see the calculation and events behind it.', 'siren-distributors' ); ?></p>
		<?php $view['table']->display(); ?>
	<?php endif; ?>
	<?php
	if ( null !== $view['doubts'] ) {
		View::show(
			'distributions/doubts',
			[
				'doubts'      => $view['doubts'],
				'names'       => $view['names'],
				'can_approve' => $view['can_approve'],
				'one'         => false,
			]
		);
	}
	if ( null !== $view['visits'] ) {
		View::show(
			'distributions/visit-sources',
			[
				'visits' => $view['visits'],
				'names'  => $view['names'],
			]
		);
	}
	View::show(
		'distributions/chart',
		[
			'points' => $view['points'],
			'names'  => $view['names'],
		]
	);
	?>
	<?php
	if ( null !== $view['standings'] ) {
		View::show(
			'distributions/manual-entries',
			[
				'id'            => $row['id'],
				'currency'      => $row['currency'],
				'typed'         => $view['refused']['typed'] ?? [],
				'collaborators' => $view['by_id'],
				'can_manage'    => $view['can_manage'],
				'can_approve'   => $view['can_approve'],
			]
		);
	}
	?>
	<?php if ( $view['can_export'] && null !== $row['closed_at'] ) : ?>
		<section class="siren-panel">
			<h2><?php esc_html_e( 'Downloads', 'siren-distributors' ); ?></h2>
			<p class="siren-actions">
				<a class="button" href="<?php echo esc_url( DistributionsScreen::download_url( $row['id'], 'csv' ) ); ?>"><?php esc_html_e( 'Allocations (CSV)', 'siren-distributors' ); ?></a>
				<a class="button" href="<?php echo esc_url( DistributionsScreen::download_url( $row['id'], 'json' ) ); ?>"><?php esc_html_e( 'Full snapshot (JSON)', 'siren-distributors' ); ?></a>
				<a class="button" href="<?php echo esc_url( Page::url( Page::STATUS ) . '#siren-ledger' ); ?>"><?php esc_html_e( 'Verify the ledger', 'siren-distributors' ); ?></a>
			</p>
		</section>
	<?php endif; ?>
</div>
