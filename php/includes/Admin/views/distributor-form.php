<?php
/**
 * A distributor's form.
 *
 * @var array $view `row` (?array), `fields`, `problems` (Problems), `beyond` (string[]), `message`, `zones` (string[]),
 *                  `sentence`, `back_url`, `standings` (?array), `names` (Names).
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Field;
use Siren\Distributors\Admin\Label;
use Siren\Distributors\Admin\Notice;
use Siren\Distributors\Admin\View;

\defined( 'ABSPATH' ) || exit;

$fields   = $view['fields'];
$problems = $view['problems'];
$is_new   = null === $view['row'];
?>
<div class="wrap siren">
	<h1><?php echo esc_html( $is_new ? __( 'Add a distributor', 'siren-distributors' ) : $view['row']['name'] ); ?></h1>
	<p><a href="<?php echo esc_url( $view['back_url'] ); ?>"><?php esc_html_e( 'All distributors', 'siren-distributors' ); ?></a></p>
	<?php
	Notice::done();
	if ( '' !== $view['message'] ) {
		Notice::refusal( $view['message'] );
	} elseif ( ! $problems->is_empty() ) {
		Notice::refusal( __( 'Nothing is saved yet. See what is wrong below.', 'siren-distributors' ), $view['beyond'] );
	}
	?>
	<?php if ( '' !== $view['sentence'] ) : ?>
		<p class="siren-sentence"><?php echo esc_html( $view['sentence'] ); ?></p>
	<?php endif; ?>
	<?php if ( null !== $view['standings'] ) : ?>
		<?php
		View::show(
			'standings',
			[
				'standings' => $view['standings'],
				'names'     => $view['names'],
			]
		);
		?>
	<?php endif; ?>

	<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>" class="siren-form">
		<?php Field::action( 'siren_save_distributor' ); ?>
		<input type="hidden" name="id" value="<?php echo esc_attr( (string) $fields['id'] ); ?>">

		<section class="siren-panel">
			<h2><?php esc_html_e( 'Distributor', 'siren-distributors' ); ?></h2>
			<table class="form-table" role="presentation">
				<?php
				Field::text( 'name', __( 'Name', 'siren-distributors' ), $fields['name'], [ 'problems' => $problems->at( 'name' ), 'attributes' => [ 'required' => true ] ] );
				Field::text(
					'units',
					__( 'Currency', 'siren-distributors' ),
					$fields['units'],
					[
						'problems'   => $problems->at( 'units' ),
						'help'       => __( 'The currency’s three letters, such as USD. Only sales in this currency fill the pool.', 'siren-distributors' ),
						'attributes' => [
							'class'     => 'small-text code',
							'size'      => 6,
							'maxlength' => 6,
							'required'  => true,
						],
					]
				);
				if ( $is_new ) {
					Field::select(
						'status',
						__( 'Status', 'siren-distributors' ),
						$fields['status'],
						[
							'active' => __( 'Active: begins to count', 'siren-distributors' ),
							'draft'  => __( 'Draft: counts nothing yet', 'siren-distributors' ),
						],
						[ 'problems' => $problems->at( 'status' ) ]
					);
				}
				?>
			</table>
		</section>

		<section class="siren-panel">
			<h2><?php esc_html_e( 'When it pays', 'siren-distributors' ); ?></h2>
			<table class="form-table siren-schedule" role="presentation">
				<?php
				Field::select(
					'every',
					__( 'Rhythm', 'siren-distributors' ),
					$fields['every'],
					Label::rhythms() + [ 'days' => __( 'Every so many days', 'siren-distributors' ) ],
					[ 'problems' => array_merge( $problems->at( 'schedule' ), $problems->at( 'schedule.every' ) ) ]
				);
				Field::select(
					'weekday',
					__( 'On', 'siren-distributors' ),
					$fields['weekday'],
					[
						'monday'    => __( 'Monday', 'siren-distributors' ),
						'tuesday'   => __( 'Tuesday', 'siren-distributors' ),
						'wednesday' => __( 'Wednesday', 'siren-distributors' ),
						'thursday'  => __( 'Thursday', 'siren-distributors' ),
						'friday'    => __( 'Friday', 'siren-distributors' ),
						'saturday'  => __( 'Saturday', 'siren-distributors' ),
						'sunday'    => __( 'Sunday', 'siren-distributors' ),
					],
					[
						'problems' => 'week' === $fields['every'] ? $problems->at( 'schedule.on' ) : [],
						'row'      => 'siren-for-week',
					]
				);
				Field::text(
					'month_day',
					__( 'On day', 'siren-distributors' ),
					$fields['month_day'],
					[
						'problems'   => in_array( $fields['every'], [ 'month', 'quarter' ], true ) ? $problems->at( 'schedule.on' ) : [],
						'row'        => 'siren-for-month',
						'help'       => __( 'Day of the month, or of the quarter’s first month. In a shorter month it is the last day.', 'siren-distributors' ),
						'attributes' => [
							'type'  => 'number',
							'min'   => 1,
							'max'   => 31,
							'class' => 'small-text',
						],
					]
				);
				Field::text(
					'year_day',
					__( 'On date', 'siren-distributors' ),
					$fields['year_day'],
					[
						'problems'   => 'year' === $fields['every'] ? $problems->at( 'schedule.on' ) : [],
						'row'        => 'siren-for-year',
						'help'       => __( 'Month and day, such as 01-31.', 'siren-distributors' ),
						'attributes' => [
							'class'   => 'small-text code',
							'size'    => 6,
							'pattern' => '\d{2}-\d{2}',
						],
					]
				);
				Field::text(
					'days',
					__( 'Days', 'siren-distributors' ),
					$fields['days'],
					[
						'problems'   => $problems->at( 'schedule.every.days' ),
						'row'        => 'siren-for-days',
						'attributes' => [
							'type'  => 'number',
							'min'   => 1,
							'class' => 'small-text',
						],
					]
				);
				Field::text(
					'at',
					__( 'At', 'siren-distributors' ),
					$fields['at'],
					[
						'problems'   => $problems->at( 'schedule.at' ),
						'attributes' => [
							'type'  => 'time',
							'class' => '',
						],
					]
				);
				Field::select( 'timezone', __( 'Time zone', 'siren-distributors' ), $fields['timezone'], array_combine( $view['zones'], $view['zones'] ), [ 'problems' => $problems->at( 'schedule.timezone' ) ] );
				if ( $is_new ) {
					Field::text(
						'starts_at',
						__( 'First period begins', 'siren-distributors' ),
						$fields['starts_at'],
						[
							'problems'   => $problems->at( 'starts_at' ),
							'help'       => __( 'In the time zone above. Left empty, it begins when you save.', 'siren-distributors' ),
							'attributes' => [
								'type'  => 'datetime-local',
								'class' => '',
							],
						]
					);
				}
				?>
			</table>
		</section>

		<section class="siren-panel">
			<h2><?php esc_html_e( 'What is measured', 'siren-distributors' ); ?></h2>
			<p id="siren-points-help"><?php esc_html_e( 'Points for each event. An event without points is not measured.', 'siren-distributors' ); ?></p>
			<?php Field::problems( 'metrics', $problems->at( 'metrics' ) ); ?>
			<table class="form-table" role="presentation">
				<?php
				foreach ( Label::events() as $event => $label ) {
					Field::text(
						'points[' . $event . ']',
						$label,
						$fields['points'][ $event ] ?? '',
						[
							'problems'   => $problems->at( 'metrics.' . $event ),
							'after'      => __( 'points', 'siren-distributors' ),
							'attributes' => [
								'type'  => 'number',
								'min'   => 0,
								'class' => 'small-text',
							],
						]
					);
				}
				?>
			</table>
		</section>

		<section class="siren-panel">
			<h2><?php esc_html_e( 'What fills the reward pool', 'siren-distributors' ); ?></h2>
			<?php Field::problems( 'pool', array_merge( $problems->at( 'pool' ), $problems->at( 'pool.sources' ) ) ); ?>
			<table class="form-table siren-sources" role="presentation">
				<tr>
					<th scope="row"><?php esc_html_e( 'Share of sales', 'siren-distributors' ); ?></th>
					<td>
						<fieldset>
							<legend class="screen-reader-text"><?php esc_html_e( 'Share of sales', 'siren-distributors' ); ?></legend>
							<label><input type="checkbox" name="share" value="1" <?php checked( $fields['share'] ); ?>> <?php esc_html_e( 'A share of the sales of the period, less refunds', 'siren-distributors' ); ?></label>
							<p>
								<label for="siren-percent"><?php esc_html_e( 'Percent', 'siren-distributors' ); ?></label>
								<input <?php echo Field::attributes( [ 'type' => 'text', 'inputmode' => 'decimal', 'class' => 'small-text', 'value' => $fields['percent'] ] + Field::common( 'percent', [ 'problems' => $problems->at( 'pool.revenue_share.percent' ) ] ) ); // phpcs:ignore WordPress.Security.EscapeOutput, WordPress.Arrays -- attributes() escapes. ?>> %
							</p>
							<?php Field::problems( 'percent', $problems->at( 'pool.revenue_share.percent' ) ); ?>
							<p class="siren-choices">
								<?php esc_html_e( 'of', 'siren-distributors' ); ?>
								<?php foreach ( Label::compilers() as $compiler => $label ) : ?>
									<label><input type="checkbox" name="include[]" value="<?php echo esc_attr( $compiler ); ?>" <?php checked( in_array( $compiler, $fields['include'], true ) ); ?>> <?php echo esc_html( $label ); ?></label>
								<?php endforeach; ?>
							</p>
							<?php Field::problems( 'include', $problems->at( 'pool.revenue_share.include' ) ); ?>
						</fieldset>
					</td>
				</tr>
				<tr>
					<th scope="row"><?php esc_html_e( 'Fixed amount', 'siren-distributors' ); ?></th>
					<td>
						<fieldset>
							<legend class="screen-reader-text"><?php esc_html_e( 'Fixed amount', 'siren-distributors' ); ?></legend>
							<label><input type="checkbox" name="fixed" value="1" <?php checked( $fields['fixed'] ); ?>> <?php esc_html_e( 'An amount each period', 'siren-distributors' ); ?></label>
							<p>
								<label for="siren-fixed_amount"><?php esc_html_e( 'Amount', 'siren-distributors' ); ?></label>
								<input <?php echo Field::attributes( [ 'type' => 'text', 'inputmode' => 'decimal', 'size' => 12, 'value' => $fields['fixed_amount'] ] + Field::common( 'fixed_amount', [ 'problems' => $problems->at( 'pool.fixed.amount' ) ] ) ); // phpcs:ignore WordPress.Security.EscapeOutput, WordPress.Arrays -- attributes() escapes. ?>>
							</p>
							<?php Field::problems( 'fixed_amount', $problems->at( 'pool.fixed.amount' ) ); ?>
						</fieldset>
					</td>
				</tr>
			</table>
		</section>

		<section class="siren-panel">
			<h2><?php esc_html_e( 'Who is paid, and how much', 'siren-distributors' ); ?></h2>
			<table class="form-table siren-structure" role="presentation">
				<?php
				$structures = Label::structures();
				if ( ! isset( $structures[ $fields['structure'] ] ) ) {
					$structures[ $fields['structure'] ] = $fields['structure'];
				}
				Field::select(
					'structure',
					__( 'Incentive structure', 'siren-distributors' ),
					$fields['structure'],
					$structures,
					[
						'problems' => array_merge( $problems->at( 'structure' ), $problems->at( 'structure.kind' ) ),
						'help'     => __( 'Weighted: each by their part of all points. Shared: the same for everybody with points. Top score: all of it to the first.', 'siren-distributors' ),
					]
				);
				Field::select(
					'tie',
					__( 'If several have the top score', 'siren-distributors' ),
					$fields['tie'],
					[
						'first' => __( 'the one who reached it first takes all', 'siren-distributors' ),
						'split' => __( 'they share it equally', 'siren-distributors' ),
					],
					[
						'problems' => $problems->at( 'structure.tie' ),
						'row'      => 'siren-for-top',
					]
				);
				Field::text(
					'minimum_score',
					__( 'Minimum score', 'siren-distributors' ),
					$fields['minimum_score'],
					[
						'problems'   => $problems->at( 'minimum_score' ),
						'help'       => __( 'Who has fewer points gets nothing.', 'siren-distributors' ),
						'attributes' => [
							'type'  => 'number',
							'min'   => 0,
							'class' => 'small-text',
						],
					]
				);
				Field::select(
					'on_empty',
					__( 'If nobody has points', 'siren-distributors' ),
					$fields['on_empty'],
					[
						'roll_over' => __( 'the pool goes on into the next period', 'siren-distributors' ),
						'house'     => __( 'the pool stays with the site', 'siren-distributors' ),
					],
					[ 'problems' => $problems->at( 'on_empty' ) ]
				);
				Field::select(
					'on_inactive',
					__( 'If a collaborator is inactive', 'siren-distributors' ),
					$fields['on_inactive'],
					[
						'exclude' => __( 'leave them out; the others share all of it', 'siren-distributors' ),
						'hold'    => __( 'hold their share back for them', 'siren-distributors' ),
					],
					[ 'problems' => $problems->at( 'on_inactive' ) ]
				);
				?>
			</table>
		</section>
		<?php if ( ! $is_new ) : ?>
			<p class="description"><?php esc_html_e( 'Changes take effect with the next period; the open one keeps its rule.', 'siren-distributors' ); ?></p>
		<?php endif; ?>
		<?php submit_button( $is_new ? __( 'Add distributor', 'siren-distributors' ) : __( 'Save changes', 'siren-distributors' ) ); ?>
	</form>
</div>
