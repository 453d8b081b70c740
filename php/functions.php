<?php
/**
 * Functions for themes and other plugins.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

/**
 * The link by which a collaborator sends visitors to a page of this site: `https://example.org/shop/?ref=ada`, or, where
 * the site chose the pretty form, `https://example.org/shop/ref/ada/`.
 *
 * @since 0.1.0
 *
 * @param string $code    A collaborator's link code.
 * @param string $address A page of this site; the front page without.
 * @return string The link, not escaped; '' where the code has no possible form or the address is of another site.
 */
function siren_affiliate_link( string $code, string $address = '' ): string {
	return \Siren\Distributors\Integrations\AffiliateLinks::make( $code, $address );
}
