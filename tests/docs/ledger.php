<?php
/**
 * Makes the ledger on which the commands of the pages run: the academy of docs/distributor.md at the end of May, paid for
 * in part. Usage: ledger.php DIRECTORY
 */

declare(strict_types=1);

require __DIR__ . '/../phpt/documentation.inc';

$directory = $argv[1];
$academy   = examples( (string) file_get_contents( __DIR__ . '/../../docs/distributor.md' ) )[0];
eval( $academy->code() );

siren_save_distributor( $base );
siren_run_due( JUNE );
$fulfillment = siren_create_fulfillment( [ 'by' => 'user:1', 'now' => JUNE ] );
siren_set_payout(
	$fulfillment['payouts'][0]['id'],
	'paid',
	[
		'reference' => 'TX-1',
		'by'        => 'user:1',
		'now'       => JUNE,
	]
);
siren_credit( [ 'key' => 'c1', 'distributor' => 1, 'collaborator' => 3, 'points' => 2, 'reason' => 'Open day', 'now' => JUNE ] );
siren_top_up( [ 'key' => 't1', 'distributor' => 1, 'amount' => '5.00', 'reason' => 'Gift', 'now' => JUNE ] );
siren_adjust( [ 'key' => 'a1', 'collaborator' => 2, 'amount' => '-1.00', 'currency' => 'USD', 'reason' => 'Counted twice', 'now' => JUNE ] );
