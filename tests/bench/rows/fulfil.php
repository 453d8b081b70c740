<?php
/** Twenty thousand obligations become the payouts of a thousand people, against rows that are updated one by one. */

declare(strict_types=1);

namespace Siren\Bench;

require __DIR__ . '/../lib/load.php';

const WORK   = '`siren_create_fulfillment`, 20,000 obligations of 1,000 collaborators';
const PEOPLE = 1000;
const DAYS   = 20;

$wpdb  = WordPress::load();
$rival = new Rival( $wpdb, '' );
$due   = Store::kept( 'due', static function ( Store $store ): void {
	$store->add_people( PEOPLE );
	siren_save_distributor( Stores::daily() );
	// One visit each a day.
	( new Visits( 365 * PEOPLE, PEOPLE, mixed: false ) )->record( DAYS * PEOPLE );
	siren_run_due( gmdate( 'Y-m-d\TH:i:s\Z', strtotime( Visits::FROM ) + DAYS * 86400 ), [ 'budget_ms' => 600_000 ] );
} );

$fulfil = static function () use ( $due ): float {
	$copy    = $due->copy( 'fulfil' );
	$seconds = Race::seconds( static function (): void {
		PEOPLE === count( siren_create_fulfillment( [ 'now' => Visits::TO ] )['payouts'] ) || throw new \RuntimeException( 'not everybody is paid' );
	} );
	PEOPLE * DAYS === siren_find( 'obligations', [ 'status' => 'fulfilled' ] )['total'] || throw new \RuntimeException( 'not all obligations are taken' );
	$copy->remove();
	return $seconds;
};

/** One payment for each person, then each of its rows is updated with the payment. */
$update = static function () use ( $wpdb, $rival ): float {
	$rival->make_payouts_table();
	WordPress::query( $wpdb, sprintf( "INSERT INTO rival_payouts (collaborator_id, amount, status, payment_id) SELECT 1 + seq %% %d, 100, 'unpaid', 0 FROM seq_1_to_%d", PEOPLE, PEOPLE * DAYS ) );
	WordPress::query( $wpdb, 'CREATE OR REPLACE TABLE rival_payments (id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, collaborator_id bigint unsigned NOT NULL, amount bigint NOT NULL) ENGINE=InnoDB' );
	return Race::seconds( static function () use ( $wpdb ): void {
		$owed = [];
		foreach ( $wpdb->get_results( "SELECT id, collaborator_id, amount FROM rival_payouts WHERE status = 'unpaid'" ) as $row ) {
			$owed[ $row->collaborator_id ][ $row->id ] = (int) $row->amount;
		}
		foreach ( $owed as $collaborator => $rows ) {
			$wpdb->insert( 'rival_payments', [ 'collaborator_id' => $collaborator, 'amount' => array_sum( $rows ) ] );
			$payment = $wpdb->insert_id;
			foreach ( array_keys( $rows ) as $id ) {
				$wpdb->update( 'rival_payouts', [ 'status' => 'paid', 'payment_id' => $payment ], [ 'id' => $id ] );
			}
		}
	} );
};

$race    = ( new Race( 3 ) )->enter( 'siren', $fulfil )->enter( 'rival', $update );
$seconds = array_map( Figure::seconds( ... ), $race->run() );

Table::add( Line::better( WORK, $seconds['siren'], 'the same rows updated one by one through `$wpdb`', $seconds['rival'], 200 ) );
