<?php
/**
 * Integration with WordPress's Site Health.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Screens;

use Siren\Distributors\Admin\Support\Exposure;
use Siren\Distributors\Requirements;
use Siren\Distributors\Store;

\defined( 'ABSPATH' ) || exit;

/**
 * Three tests and a section of information. Parsable by PHP 7.0, see siren-distributors.php: the first test also runs
 * while a requirement is unmet.
 */
final class SiteHealth {

	/**
	 * Adds the tests.
	 *
	 * @param array $tests As passed by WordPress.
	 * @return array
	 */
	public static function add_tests( $tests ) {
		$tests['direct']['siren_requirements'] = [
			'label' => \__( 'Siren Distributors is ready', 'siren-distributors' ),
			'test'  => [ self::class, 'test_requirements' ],
		];
		if ( Requirements::met() ) {
			$tests['direct']['siren_health'] = [
				'label' => \__( 'Siren Distributors is working', 'siren-distributors' ),
				'test'  => [ self::class, 'test_health' ],
			];
			if ( Store::is_in_web_root() ) {
				$tests['direct']['siren_exposure'] = [
					'label' => \__( 'The ledger is not publicly accessible', 'siren-distributors' ),
					'test'  => [ self::class, 'test_exposure' ],
				];
			}
		}
		return $tests;
	}

	/**
	 * Whether all requirements are met.
	 *
	 * @return array
	 */
	public static function test_requirements() {
		$unmet = [];
		foreach ( Requirements::checks() as $check ) {
			if ( ! $check['met'] ) {
				$unmet[] = Requirements::message( $check );
			}
		}
		if ( [] === $unmet ) {
			return self::result( 'siren_requirements', 'good', \__( 'Siren Distributors meets its requirements', 'siren-distributors' ), [ \__( 'The PHP extension “siren” is loaded and compatible.', 'siren-distributors' ) ], [] );
		}
		return self::result( 'siren_requirements', 'critical', \__( 'Siren Distributors is not ready yet', 'siren-distributors' ), $unmet, Requirements::commands() );
	}

	/**
	 * Whether there are any problems.
	 *
	 * @return array
	 */
	public static function test_health() {
		$problems = Health::problems();
		if ( [] === $problems ) {
			return self::result( 'siren_health', 'good', \__( 'Siren Distributors is working', 'siren-distributors' ), [ \__( 'Nothing is overdue, and the ledger can be read.', 'siren-distributors' ) ], [] );
		}
		$texts = [];
		foreach ( $problems as $problem ) {
			$texts[] = $problem['message'] . ' ' . $problem['action'];
		}
		return self::result( 'siren_health', Health::CRITICAL === $problems[0]['level'] ? 'critical' : 'recommended', \__( 'Siren Distributors needs attention', 'siren-distributors' ), $texts, [] );
	}

	/**
	 * Whether the web server refuses access to the data directory.
	 *
	 * @return array
	 */
	public static function test_exposure() {
		$served = Exposure::check();
		if ( null === $served ) {
			return self::result( 'siren_exposure', 'recommended', \__( 'Could not check whether the ledger is publicly accessible', 'siren-distributors' ), [ \__( 'The Siren Distributors data directory is in the web root, and the site could not send a request to itself to check whether the web server blocks access. Set the SIREN_DATA_DIR constant in wp-config.php to a directory outside the web root.', 'siren-distributors' ) ], [] );
		}
		if ( $served ) {
			return self::result( 'siren_exposure', 'critical', \__( 'The ledger is publicly accessible', 'siren-distributors' ), [ \__( 'A file in the Siren Distributors data directory could be downloaded over the web. Set the SIREN_DATA_DIR constant in wp-config.php to a directory outside the web root and move the files there, or block access to the directory in the web server’s configuration.', 'siren-distributors' ) ], [] );
		}
		return self::result( 'siren_exposure', 'good', \__( 'The ledger is not publicly accessible', 'siren-distributors' ), [ \__( 'The Siren Distributors data directory is in the web root, but the web server blocks access to it.', 'siren-distributors' ) ], [] );
	}

	/**
	 * Adds the information.
	 *
	 * @param array $info As passed by WordPress.
	 * @return array
	 */
	public static function add_information( $info ) {
		$fields = [];
		foreach ( Requirements::facts() as $number => $fact ) {
			$fields[ 'fact_' . $number ] = [
				'label' => $fact[0],
				'value' => $fact[1],
			];
		}
		foreach ( Requirements::checks() as $check ) {
			$fields[ $check['code'] ] = [
				'label' => Requirements::message( $check ),
				'value' => '' === $check['found'] ? \__( 'none', 'siren-distributors' ) : $check['found'],
				'debug' => $check['found'] . ( $check['met'] ? ', met' : ', unmet' ),
			];
		}
		$info['siren-distributors'] = [
			'label'  => \__( 'Siren Distributors', 'siren-distributors' ),
			'fields' => $fields,
		];
		return $info;
	}

	/**
	 * A test result in WordPress's format.
	 *
	 * @param string   $test     Name of the test.
	 * @param string   $status   `good`, `recommended`, `critical`.
	 * @param string   $label    Result in one line.
	 * @param string[] $texts    One paragraph each.
	 * @param string[] $commands Commands to run, one line each.
	 * @return array
	 */
	private static function result( $test, $status, $label, $texts, $commands ) {
		$description = '';
		foreach ( $texts as $text ) {
			$description .= '<p>' . \esc_html( $text ) . '</p>';
		}
		if ( [] !== $commands ) {
			$description .= '<pre><code>' . \esc_html( \implode( "\n", $commands ) ) . '</code></pre>';
		}
		return [
			'test'        => $test,
			'label'       => $label,
			'status'      => $status,
			'badge'       => [
				'label' => \__( 'Siren', 'siren-distributors' ),
				'color' => 'blue',
			],
			'description' => $description,
			'actions'     => \sprintf( '<p><a href="%s">%s</a></p>', \esc_url( \admin_url( 'admin.php?page=siren-status' ) ), \esc_html__( 'View status', 'siren-distributors' ) ),
		];
	}
}
