--TEST--
siren_adjust(): a correcting obligation, once for each key
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
collaborators('Ada', 'Grace');
siren_save_distributor(lessons());
lesson('a', 1);
siren_run_due(JUNE);
$adjust = static fn (array $changes = []): array => $changes + [
	'key' => 'a', 'collaborator' => 1, 'amount' => '-12.50', 'currency' => 'USD', 'reason' => 'Counted twice', 'now' => JUNE,
];

echo "-- made\n";
$made = siren_adjust($adjust());
show($made);
show(siren_adjust($adjust(['key' => 'b', 'obligation' => 1, 'amount' => '2.50'])));
show(siren_adjust($adjust(['key' => 'c', 'collaborator' => 2, 'currency' => 'JPY', 'amount' => '100']))['amount']);
show(siren_adjust($adjust(['key' => 'd', 'currency' => 'points', 'amount' => '7']))['amount']);

echo "-- repeated: the same answer in its current state\n";
show(siren_adjust($adjust(['now' => JULY])) === $made);

echo "-- paid with the rest\n";
show(siren_create_fulfillment(['currency' => 'USD', 'now' => JUNE])['payouts'][0]['amount']);

echo "-- refused\n";
refused(fn () => siren_adjust($adjust(['amount' => '-12.51'])));
refused(fn () => siren_adjust($adjust(['key' => 'e', 'collaborator' => 99])));
refused(fn () => siren_adjust($adjust(['key' => 'e', 'obligation' => 99])));
refused(fn () => siren_adjust($adjust(['key' => 'e', 'obligation' => 1, 'collaborator' => 2])));
refused(fn () => siren_adjust($adjust(['key' => 'e', 'obligation' => 1, 'currency' => 'EUR'])));
refused(fn () => siren_adjust([]));
refused(fn () => siren_adjust([
	'key' => '', 'collaborator' => '1', 'amount' => -12.5, 'currency' => 'dollars', 'reason' => 1, 'obligation' => 0,
	'now' => 'today', 'colour' => 'red',
]));
foreach (['0.00', '-0', '1.234', '+1', '1e2', '--1', '92233720368547758.08', '-92233720368547758.09'] as $amount) {
	refused(fn () => siren_adjust($adjust(['key' => 'e', 'amount' => $amount])));
}
refused(fn () => siren_adjust(null));
refused(fn () => siren_adjust());
show(siren_find('obligations')['total']);
--EXPECT--
-- made
{
  "id": 2,
  "status": "pending",
  "created_at": "2026-06-01T04:00:00Z",
  "kind": "adjustment",
  "collaborator": 1,
  "distributor": null,
  "distribution": null,
  "allocation": null,
  "amount": "-12.50",
  "currency": "USD",
  "reason": "Counted twice",
  "corrects": null,
  "payable_at": "2026-06-01T04:00:00Z",
  "fulfillment": null,
  "payout": null
}
{
  "id": 3,
  "status": "pending",
  "created_at": "2026-06-01T04:00:00Z",
  "kind": "adjustment",
  "collaborator": 1,
  "distributor": 1,
  "distribution": 1,
  "allocation": null,
  "amount": "2.50",
  "currency": "USD",
  "reason": "Counted twice",
  "corrects": 1,
  "payable_at": "2026-06-01T04:00:00Z",
  "fulfillment": null,
  "payout": null
}
"100"
"7"
-- repeated: the same answer in its current state
true
-- paid with the rest
"90.00"
-- refused
Conflict
  the key "a" was already used for another adjustment; use a new key
NotFound
  there is no collaborator 99
NotFound
  there is no obligation 99
InvalidInput
  obligation: 1 is owed to collaborator 1 in USD; a correction must have the same collaborator and currency
InvalidInput
  obligation: 1 is owed to collaborator 1 in USD; a correction must have the same collaborator and currency
InvalidInput
  key: is required
  collaborator: is required
  currency: is required
  amount: is required
  reason: is required
InvalidInput
  key: is an empty string; expected at least one character
  collaborator: must be an integer, not a string
  currency: is "dollars"; expected an ISO 4217 currency code in capitals, such as USD, or points
  amount: must be a decimal string such as "12.34", not a float
  reason: must be a string, not an integer
  obligation: is 0; expected an integer of at least 1
  now: is "today"; expected a date and time with an offset, such as 2026-05-01T00:00:00-04:00
  colour: is not a known field; expected one of: key, collaborator, currency, amount, reason, obligation, now
InvalidInput
  amount: is zero; expected an amount other than zero
InvalidInput
  amount: is zero; expected an amount other than zero
InvalidInput
  amount: is "1.234"; it has 3 decimals, but USD allows 2
InvalidInput
  amount: is "+1"; expected a decimal number such as "12.34"
InvalidInput
  amount: is "1e2"; expected a decimal number such as "12.34"
InvalidInput
  amount: is "--1"; expected a decimal number such as "12.34"
InvalidInput
  amount: is "92233720368547758.08"; expected at most 1000000000000 minor units
InvalidInput
  amount: is "-92233720368547758.09"; expected at most 1000000000000 minor units
TypeError
  siren_adjust(): Argument #1 ($adjustment) must be of type array, null given
ArgumentCountError
  siren_adjust() expects exactly 1 argument, 0 given
5
