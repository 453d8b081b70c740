<?php
/**
 * Functions for themes and other plugins.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

/**
 * Returns a link by which a collaborator sends visitors to a page of this site: `https://example.org/shop/?ref=ada`, or
 * `https://example.org/shop/ref/ada/` where the site uses pretty links.
 *
 * @since 0.1.0
 *
 * @param string $code    A collaborator's link code.
 * @param string $address A page of this site; defaults to the front page.
 * @return string The unescaped link; '' if the code is malformed or the address belongs to another site.
 */
function siren_affiliate_link( string $code, string $address = '' ): string {
	return \Siren\Distributors\Integrations\AffiliateLinks::make( $code, $address );
}
