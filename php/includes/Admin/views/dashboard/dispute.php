<?php
/**
 * The form that says that something is wrong; works without a script.
 *
 * @var array $view `about` (as `siren_dispute()` takes it), `disputes` (their own), `refused` (?array, what the last form was
 *                  refused with).
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\Field;
use Siren\Distributors\Dashboard\Dispute;

\defined( 'ABSPATH' ) || exit;

$key = Dispute::key( $view['about'] );
foreach ( $view['disputes'] as $dispute ) {
	$about = null === $dispute['obligation'] ? array_intersect_key( $dispute, $view['about'] ) : [ 'obligation' => $dispute['obligation'] ];
	if ( Dispute::key( $about + $view['about'] ) === $key && in_array( $dispute['status'], [ 'open', 'answered_once' ], true ) ) {
		echo '<small>' . esc_html__( 'Reported, under review', 'siren-distributors' ) . '</small>';
		return;
	}
}
$typed = ( $view['refused']['typed']['about'] ?? '' ) === $key ? (string) $view['refused']['typed']['text'] : null;
?>
<details class="siren-dashboard-dispute"<?php echo null === $typed ? '' : ' open'; ?>>
	<summary><?php esc_html_e( 'Report a problem', 'siren-distributors' ); ?></summary>
	<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
		<?php
		Field::action( Dispute::ACTION );
		wp_referer_field();
		?>
		<?php foreach ( $view['about'] as $name => $value ) : ?>
			<input type="hidden" name="<?php echo esc_attr( $name ); ?>" value="<?php echo esc_attr( (string) $value ); ?>">
		<?php endforeach; ?>
		<p>
			<label for="<?php echo esc_attr( 'siren-' . $key ); ?>"><?php esc_html_e( 'What is wrong? The site owner will read this and reply here.', 'siren-distributors' ); ?></label><br>
			<textarea id="<?php echo esc_attr( 'siren-' . $key ); ?>" name="text" rows="3" maxlength="<?php echo esc_attr( (string) Dispute::LONGEST_TEXT ); ?>" required><?php echo esc_textarea( (string) $typed ); ?></textarea>
		</p>
		<p><button type="submit"><?php esc_html_e( 'Send', 'siren-distributors' ); ?></button></p>
	</form>
</details>
