<?php
/**
 * What somebody has to look at, one kind at a time.
 *
 * @var array $view `counts` (array<string,int>, how many there are of each kind), `kind` (the one that is shown, '' for none),
 *                  `table` (?EngineTable).
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Support\AttentionList;
use Siren\Distributors\Admin\Support\Label;

\defined( 'ABSPATH' ) || exit;

if ( null === $view['table'] ) {
	echo '<p>' . esc_html__( 'Nothing needs your attention.', 'siren-distributors' ) . '</p>';
	return;
}
?>
<ul class="subsubsub">
	<?php foreach ( array_keys( $view['counts'] ) as $number => $kind ) : ?>
		<li>
			<?php echo 0 === $number ? '' : '| '; ?><a href="<?php echo esc_url( AttentionList::url( $kind ) ); ?>"<?php echo $kind === $view['kind'] ? ' class="current" aria-current="page"' : ''; ?>><?php echo esc_html( Label::count( $kind ) ); ?> <span class="count">(<?php echo esc_html( number_format_i18n( $view['counts'][ $kind ] ) ); ?>)</span></a>
		</li>
	<?php endforeach; ?>
</ul>
<?php
$view['table']->display();
