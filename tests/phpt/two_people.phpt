--TEST--
With two-person approval, the creator of a fulfillment cannot mark its payouts, and who held an amount cannot release it
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

$directory = new_site();
$dsn = "sqlite:$directory/data";
collaborators('Ada', 'Ben');
siren_save_distributor(lessons(['review' => true]));
lesson('a', 1);
lesson('b', 2);
siren_run_due(JUNE);

echo "-- who does it is not asked where one is enough\n";
siren_open($dsn, ['two_people' => false]);
refused(fn () => siren_open($dsn, ['two_people' => 'yes']));

echo "-- where two are asked for, it is\n";
siren_open($dsn, ['two_people' => true]);
refused(fn () => siren_approve_distribution(1, ['now' => JUNE]));
siren_approve_distribution(1, ['by' => 'user:1', 'note' => 'checked', 'now' => JUNE]);
refused(fn () => siren_hold_obligation(2, 'Looks made up', ['now' => JUNE]));
$held = siren_hold_obligation(2, 'Looks made up', ['by' => 'user:1', 'now' => JUNE])['id'];
refused(fn () => siren_create_fulfillment(['now' => JUNE]));
$made = siren_create_fulfillment(['by' => 'user:1', 'now' => JUNE]);
show($made['by']);
show(siren_get('fulfillments', $made['id'])['by']);
show(siren_create_fulfillment(['dry_run' => true, 'now' => JUNE])['payouts']);

echo "-- and the second is another\n";
$payout = $made['payouts'][0]['id'];
refused(fn () => siren_set_payout($payout, 'processing', ['by' => 'user:1']));
refused(fn () => siren_set_payout($payout, 'paid', ['reference' => 'R']));
show(siren_set_payout($payout, 'paid', ['by' => 'user:2', 'now' => JUNE])['status']);
refused(fn () => siren_release_obligation($held, ['by' => 'user:1']));
show(siren_release_obligation($held, ['by' => 'user:2', 'now' => JUNE])['status']);
show(siren_verify()['ok']);

echo "-- the ledger has both\n";
siren_export_ledger("$directory/ledger.jsonl");
foreach (file("$directory/ledger.jsonl") as $line) {
	$entry = json_decode($line, true);
	if (in_array($entry['act'] ?? '', ['approval', 'fulfillment', 'payout', 'hold', 'hold_end'], true)) {
		$body = is_string($entry['body']) ? json_decode($entry['body'], true) : $entry['body'];
		echo $entry['act'], ' ', $body['by'], isset($body['note']) ? ", who noted: $body[note]" : '', "\n";
	}
}

echo "-- what was made when nobody was named, anybody may mark\n";
siren_open($dsn);
$made = siren_create_fulfillment(['now' => JULY]);
siren_open($dsn, ['two_people' => true]);
show(siren_set_payout($made['payouts'][0]['id'], 'paid', ['by' => 'user:1', 'now' => JULY])['status']);
--EXPECT--
-- who does it is not asked where one is enough
InvalidInput
  options.two_people: must be true or false, not a string
-- where two are asked for, it is
InvalidInput
  by: is required: this site requires two people, so every act with money must say who does it, such as user:7
InvalidInput
  by: is required: this site requires two people, so every act with money must say who does it, such as user:7
InvalidInput
  by: is required: this site requires two people, so every act with money must say who does it, such as user:7
"user:1"
"user:1"
[]
-- and the second is another
Conflict
  whoever made fulfillment 1 cannot do this too: this site requires two people
InvalidInput
  by: is required: this site requires two people, so every act with money must say who does it, such as user:7
"paid"
Conflict
  whoever held obligation 3 cannot do this too: this site requires two people
"pending"
true
-- the ledger has both
approval user:1, who noted: checked
hold user:1
fulfillment user:1
payout user:2
hold_end user:2
-- what was made when nobody was named, anybody may mark
"paid"
