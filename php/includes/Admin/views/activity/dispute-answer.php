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
use Siren\Distributors\Admin\Support\StaffIdentity;

\defined( 'ABSPATH' ) || exit;

$dispute = $view['dispute'];
$first   = $dispute['answers'][0] ?? null;
$field   = 'siren-answer-' . $dispute['id'];
if ( null !== $first ) {
	$who = null === $first['by'] ? __( 'somebody', 'siren-distributors' ) : StaffIdentity::named( $first['by'] );
	/* translators: 1: a person, 2: an answer, such as "They are right", 3: what they wrote. */
	echo '<p>' . esc_html( sprintf( __( 'First answer, by %1$s: %2$s. %3$s', 'siren-distributors' ), $who, 'accepted' === $first['answer'] ? __( 'They are right', 'siren-distributors' ) : __( 'It stays as it is', 'siren-distributors' ), (string) $first['text'] ) ) . '</p>';
}
if ( ! $view['can_answer'] ) {
	return;
}
if ( null !== $first && StaffIdentity::must_leave_it( $first['by'] ) ) {
	echo '<p>' . esc_html__( 'Somebody else has to give the same answer.', 'siren-distributors' ) . '</p>';
	return;
}
?>
<form method="post" action="<?php echo esc_url( admin_url( 'admin-post.php' ) ); ?>">
	<?php Field::action( 'siren_answer_dispute' ); ?>
	<input type="hidden" name="id" value="<?php echo esc_attr( (string) $dispute['id'] ); ?>">
	<p>
		<label for="<?php echo esc_attr( $field ); ?>"><?php esc_html_e( 'What was found, and what was done. The collaborator reads it.', 'siren-distributors' ); ?></label><br>
		<textarea id="<?php echo esc_attr( $field ); ?>" name="text" rows="2" class="large-text" maxlength="1000" required><?php echo esc_textarea( $view['typed'] ); ?></textarea>
	</p>
	<p class="siren-actions">
		<?php if ( null === $first || 'accepted' === $first['answer'] ) : ?>
			<button type="submit" name="answer" value="accepted" class="button"><?php esc_html_e( 'They are right', 'siren-distributors' ); ?></button>
		<?php endif; ?>
		<?php if ( null === $first || 'declined' === $first['answer'] ) : ?>
			<button type="submit" name="answer" value="declined" class="button"><?php esc_html_e( 'It stays as it is', 'siren-distributors' ); ?></button>
		<?php endif; ?>
	</p>
</form>
