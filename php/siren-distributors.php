<?php
/**
 * Plugin Name:       Siren Distributors
 * Description:       Measures what collaborators do, fills a reward pool from sales, and divides it among them when each period ends.
 * Version:           0.1.0
 * Requires at least: 6.5
 * Requires PHP:      8.2
 * Tested up to:      7.1
 * License:           GPL-2.0-or-later
 * License URI:       https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain:       siren-distributors
 * Domain Path:       /languages
 *
 * The plugin is a thin layer over the native extension `siren`: hooks in, screens out. It decides nothing about
 * money. hooks.php lists everything WordPress may call; read it first.
 *
 * This file, autoload.php, functions.php, hooks.php and the classes used before the requirements are checked keep to syntax that
 * PHP 7.0 can parse, so that a site whose PHP is too old sees a notice instead of a parse error.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

defined( 'ABSPATH' ) || exit;

define( 'SIREN_DISTRIBUTORS_VERSION', '0.1.0' );
define( 'SIREN_DISTRIBUTORS_FILE', __FILE__ );

require_once __DIR__ . '/autoload.php';
require_once __DIR__ . '/functions.php';
require __DIR__ . '/hooks.php';
