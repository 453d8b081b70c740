<?php
/**
 * Why an amount is owed: everything behind one obligation.
 *
 * @var array $view `explanation` as `siren_explain()` gives it, `visits` (?array, of the one who is owed), `doubts` (?array, about them), `reason`
 *                  (to hold it for, to begin with), `names` (Names), `refused` (?array), `can_approve`.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Screens\DistributionsScreen;
use Siren\Distributors\Admin\Support\Format;
use Siren\Distributors\Admin\Support\Notice;
use Siren\Distributors\Admin\Support\Page;
use Siren\Distributors\Admin\Support\View;

\defined( 'ABSPATH' ) || exit;

$obligation = $view['explanation']['obligation'];
$behind     = $view['explanation']['distribution'];
?>
<div class="wrap siren">
	<?php
	if ( null === $behind ) {
		View::show( 'shared/back', [ 'url' => Page::url( Page::PAYOUTS ), 'text' => __( 'All obligations', 'siren-distributors' ) ] ); // phpcs:ignore WordPress.Arrays -- one address.
	} else {
		View::show( 'shared/back', [ 'url' => Page::url( Page::DISTRIBUTIONS, [ 'view' => $behind['id'] ] ), 'text' => __( 'View distribution', 'siren-distributors' ) ] ); // phpcs:ignore WordPress.Arrays -- one address.
	}
	?>
	<h1>
		<?php
		/* translators: %s: name of a collaborator. */
		echo esc_html( sprintf( __( 'Why %s is owed this', 'siren-distributors' ), $view['names']->of( 'collaborators', $obligation['collaborator'] ) ) );
		echo ' ' . Format::status( $obligation['status'] ); // phpcs:ignore WordPress.Security.EscapeOutput -- Format escapes.
		?>
	</h1>
	<?php
	Notice::done( DistributionsScreen::notices() );
	Notice::refused( $view['refused'] );
	for ( $explanation = $view['explanation']; null !== $explanation; $explanation = $explanation['because'] ) {
		View::show(
			'distributions/explanation-of',
			[
				'explanation' => $explanation,
				'names'       => $view['names'],
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
	if ( null !== $view['doubts'] ) {
		View::show(
			'distributions/doubts',
			[
				'doubts'      => $view['doubts'],
				'names'       => $view['names'],
				'can_approve' => $view['can_approve'],
				'one'         => true,
			]
		);
	}
	if ( $view['can_approve'] ) {
		View::show(
			'distributions/hold',
			[
				'obligation' => $obligation,
				'typed'      => ( $view['refused']['typed'] ?? [] ) + [ 'hold_reason' => $view['reason'] ],
			]
		);
		View::show(
			'distributions/correction',
			[
				'obligation' => $obligation,
				'typed'      => $view['refused']['typed'] ?? [],
			]
		);
	}
	?>
</div>
