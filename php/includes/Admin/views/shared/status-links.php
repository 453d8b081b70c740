<?php
/**
 * Links above a list that narrow it to one status.
 *
 * @var array{page:string,status:string,statuses:string[],kept?:array<string,int|string>} $view `kept`: what else the address says.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

use Siren\Distributors\Admin\Support\Label;
use Siren\Distributors\Admin\Support\Page;

\defined( 'ABSPATH' ) || exit;
?>
<ul class="subsubsub">
	<li>
		<a href="<?php echo esc_url( Page::url( $view['page'], $view['kept'] ?? [] ) ); ?>"<?php echo '' === $view['status'] ? ' class="current" aria-current="page"' : ''; ?>><?php esc_html_e( 'All', 'siren-distributors' ); ?></a>
	</li>
	<?php foreach ( $view['statuses'] as $status ) : ?>
		<li>
			| <a href="<?php echo esc_url( Page::url( $view['page'], [ 'status' => $status ] + ( $view['kept'] ?? [] ) ) ); ?>"<?php echo $status === $view['status'] ? ' class="current" aria-current="page"' : ''; ?>><?php echo esc_html( Label::status( $status ) ); ?></a>
		</li>
	<?php endforeach; ?>
</ul>
