<?php
/**
 * The shops whose orders are counted.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Sales;

use Siren\Distributors\Integrations;

\defined( 'ABSPATH' ) || exit;

/**
 * Every integration that reads orders.
 */
final class Shops {

	/** @var array<class-string<Shop>> */
	public const ALL = [
		Integrations\WooCommerce::class,
		Integrations\EasyDigitalDownloads::class,
		Integrations\LifterLms\Payments::class,
		Integrations\LearnPress\Orders::class,
		Integrations\TutorLms\Orders::class,
		Integrations\MasterStudyLms\Orders::class,
	];
}
