--TEST--
siren_dismiss_refund(): a refund whose sale does not come is nobody's business any more
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
$refund = ['source' => 'shop', 'external_id' => '1', 'refund_id' => 'r1', 'occurred_at' => MAY, 'amount' => '30.00'];
siren_record_refund($refund);
$shown = static fn (array $row): array => array_diff_key($row, ['created_at' => '']);

echo "-- it waits\n";
show(array_map($shown, siren_find('refunds', ['status' => 'waiting'])['items']));
show(siren_status()['counts']['waiting_refunds']);

echo "-- dismissed, once and again\n";
show($shown(siren_dismiss_refund(1)));
show(siren_dismiss_refund(1)['status']);
show(siren_status()['counts']['waiting_refunds']);

echo "-- applied should its sale come\n";
siren_record_transaction([
	'source' => 'shop', 'external_id' => '1', 'currency' => 'USD', 'occurred_at' => MAY,
	'details' => [['kind' => 'line_item', 'amount' => '50.00']],
]);
show($shown(siren_get('refunds', 1)));
show(siren_verify()['ok']);

echo "-- refused\n";
refused(fn () => siren_dismiss_refund(1));
refused(fn () => siren_dismiss_refund(2));
refused(fn () => siren_dismiss_refund('1'));
refused(fn () => siren_dismiss_refund());
--EXPECT--
