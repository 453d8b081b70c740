<?php
/**
 * The answer to a dispute: what was answered first, and the form.
 *
 * @var array $view `dispute`, `typed` (a text that was refused), `can_answer`.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Form\Field;
use Siren\Distributors\Admin\Support\Label;
use Siren\Distributors\Admin\Support\StaffIdentity;

\defined( 'ABSPATH' ) || exit;

$dispute = $view['dispute'];
$first   = $dispute['answers'][0] ?? null;
$field   = 'siren-answer-' . $dispute['id'];
if ( null !== $first ) {
	$who = null === $first['by'] ? __( 'someone', 'siren-distributors' ) : StaffIdentity::named( $first['by'] );
	/* translators: 1: a person, 2: an answer, such as "Accepted", 3: what they wrote. */
	echo '<p>' . esc_html( sprintf( __( 'First reply, by %1$s: %2$s. %3$s', 'siren-distributors' ), $who, Label::dispute( $first['answer'] ), (string) $first['text'] ) ) . '</p>';
}
if ( ! $view['can_answer'] ) {
	return;
}
if ( null !== $first && StaffIdentity::must_leave_it( $first['by'] ) ) {
	echo '<p>' . esc_html__( 'A second person must give the same reply.', 'siren-distributors' ) . '</p>';
	return;
}
?>
<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
	<?php Field::action( 'siren_answer_dispute' ); ?>
	<input type="hidden" name="id" value="<?php echo esc_attr( (string) $dispute['id'] ); ?>">
	<p>
		<label for="<?php echo esc_attr( $field ); ?>"><?php esc_html_e( 'Explain what you found and what you did. The collaborator sees this reply.', 'siren-distributors' ); ?></label><br>
		<textarea id="<?php echo esc_attr( $field ); ?>" name="text" rows="2" class="large-text" maxlength="1000" required><?php echo esc_textarea( $view['typed'] ); ?></textarea>
	</p>
	<p class="siren-actions">
		<?php if ( null === $first || 'accepted' === $first['answer'] ) : ?>
			<button type="submit" name="answer" value="accepted" class="button"><?php esc_html_e( 'Accept', 'siren-distributors' ); ?></button>
		<?php endif; ?>
		<?php if ( null === $first || 'declined' === $first['answer'] ) : ?>
			<button type="submit" name="answer" value="declined" class="button"><?php esc_html_e( 'Decline', 'siren-distributors' ); ?></button>
		<?php endif; ?>
	</p>
</form>
