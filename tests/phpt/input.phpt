--TEST--
PHP arrays as input: every value is read as intended or refused; nothing panics
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
collaborators('Ada', 'Grace');
$event = static fn (string $key, array $more = []): array => $more + [
	'key' => $key, 'collaborator' => 1, 'occurred_at' => MAY,
];
$record = static fn (array $event): array => siren_record_event('lesson_completed', $event);
$kept = static fn (string $key): array => siren_find('events', ['key' => $key])['items'][0];

echo "-- numeric names\n";
$data = ['7' => 'seven', '07' => 'with a zero', '-1' => 'below', '' => 'nameless', '9223372036854775808' => 'beyond'];
$record($event('numbers', ['data' => $data]));
var_dump($kept('numbers')['data'] === $data);
var_dump($kept('numbers')['data']['7'], $kept('numbers')['data'][-1]);
refused(fn () => $record([7 => 'x', '007' => 'y'] + $event('a')));

echo "-- lists are in order and without gaps\n";
refused(fn () => $record(['collaborators' => [1 => 1, 0 => 2], 'collaborator' => null] + $event('a')));
refused(fn () => $record(['collaborators' => array_filter([0, 1, 2]), 'collaborator' => null] + $event('a')));
$record(['collaborators' => array_values(array_filter([0, 1, 2])), 'collaborator' => null] + $event('filtered'));
show(array_column($kept('filtered')['collaborators'], 'id'));

echo "-- empty arrays are lists and maps alike\n";
$record($event('empty', ['data' => []]));
show($kept('empty')['data']);
show(siren_run_due(MAY, [])['ran']);
refused(fn () => siren_record_transaction([
	'source' => 's', 'external_id' => '1', 'currency' => 'USD', 'details' => [[]], 'coupons' => [],
]));

echo "-- named arguments, with some omitted\n";
show(siren_run_due(options: ['dry_run' => true])['ran']);
show(siren_find(query: ['per_page' => 1], what: 'distributors'));
refused(fn () => siren_run_due(options: ['limit' => 0]));

echo "-- null means omitted\n";
$record($event('null', ['subject' => null, 'object' => null, 'quantity' => null, 'value' => null, 'data' => null, 'alias' => null]));
show($kept('null')['quantity']);

echo "-- references are followed, and nothing is changed\n";
$id = 2;
$sizes = [1, 2];
$given = ['key' => 'references', 'collaborator' => &$id, 'occurred_at' => MAY, 'data' => ['sizes' => &$sizes]];
$alias = &$given;
$before = serialize($given);
$record($given);
show([serialize($given) === $before, $kept('references')['collaborators'][0]['id'], $kept('references')['data']]);
$id = '2';
refused(fn () => $record(['key' => 'references again'] + $given));

echo "-- a recursive array\n";
$circle = ['key' => 'circle', 'collaborator' => 1];
$circle['data'] = &$circle;
refused(fn () => $record($circle));
unset($circle);
$wide = [];
for ($n = 0; $n < 30; $n++) {
	$wide[] = &$wide;
}
refused(fn () => $record($event('a', ['data' => $wide])));
unset($wide);

echo "-- nested deeply\n";
$nested = static fn (int $depth): array => array_reduce(range(1, $depth), static fn (array $inner): array => ['in' => $inner], []);
$record($event('deep', ['data' => $nested(13)]));
show($kept('deep')['data'] === $nested(13));
refused(fn () => $record($event('a', ['data' => $nested(100)])));
refused(fn () => $record($event('a', ['data' => $nested(5000)])));
refused(fn () => $record($nested(5000)));

echo "-- huge\n";
refused(fn () => siren_record_events(array_fill(0, 1_000_000, [])));
refused(fn () => $record(array_fill_keys(range(1, 100_000), 1)));
refused(fn () => $record($event('a', ['data' => range(1, 200_000)])));
refused(fn () => $record($event('a', ['subject' => str_repeat('x', 10_000_000)])));
refused(fn () => siren_find('events', ['id' => range(1, 101)]));
refused(fn () => siren_create_fulfillment(['collaborators' => range(1, 100_001)]));

echo "-- texts that are not UTF-8\n";
foreach (["\xff", "caf\xe9", "\xc3", "\xed\xa0\x80", "\xf4\x90\x80\x80"] as $text) {
	refused(fn () => $record($event('a', ['subject' => $text])));
}
refused(fn () => $record($event('a', ['data' => ['x' => "\xff"]])));
refused(fn () => $record($event('a', ["caf\xe9" => 1])));
refused(fn () => $record($event('a', ['data' => ["caf\xe9" => 1]])));
refused(fn () => siren_record_event("\xff", $event('a')));
refused(fn () => siren_find("\xff"));
refused(fn () => siren_standings(1, "\xff"));

echo "-- NUL and other control characters\n";
foreach (["a\0b", "\0", "a\tb", "a\x7f"] as $text) {
	refused(fn () => $record($event($text)));
}
refused(fn () => $record($event('a', ["key\0" => 'x'])));
$record($event('nul in data', ['data' => ['x' => "a\0b", "y\0" => 1]]));
var_dump($kept('nul in data')['data'] === ['x' => "a\0b", "y\0" => 1]);

echo "-- any text is returned unchanged\n";
$text = "Zoë 日本語 🎓 \u{202E} \\ \" ' <b> %s {n} \u{2028}";
$record($event('text', ['data' => [$text => $text], 'object' => $text]));
show([$kept('text')['data'] === [$text => $text], $kept('text')['object'] === $text]);

echo "-- numbers\n";
foreach ([1.0, -0.0, NAN, INF, PHP_INT_MAX + 1, PHP_INT_MIN, PHP_INT_MAX, 0, -1, '1', '1.0', true] as $quantity) {
	refused(fn () => $record($event('a', ['quantity' => $quantity])));
}
refused(fn () => $record($event('a', ['collaborator' => PHP_INT_MIN])));
$record($event('largest', ['collaborator' => PHP_INT_MAX, 'data' => [PHP_INT_MAX, PHP_INT_MIN, 0, true, false, null]]));
show([$kept('largest')['collaborators'][0]['named'], $kept('largest')['data'] === [PHP_INT_MAX, PHP_INT_MIN, 0, true, false, null]]);

echo "-- unsupported types\n";
enum Suit: string
{
	case Hearts = 'hearts';
}
$things = [
	new stdClass(), new ArrayObject(['a']), new DateTimeImmutable(MAY), static fn (): int => 1, Suit::Hearts, STDIN,
	new class () {
		public function __toString(): string
		{
			return 'text';
		}
	},
];
foreach ($things as $thing) {
	refused(fn () => $record($event('a', ['subject' => $thing, 'data' => [$thing]])));
}

echo "-- nothing that was refused is stored\n";
show(columns('events', 'key'));
--EXPECT--
-- numeric names
bool(true)
string(5) "seven"
string(5) "below"
InvalidInput
  7: is not a known field; expected one of: key, collaborator, collaborators, alias, occurred_at, subject, object, quantity, value, currency, ignored, data, history, network, network_limit
  007: is not a known field; expected one of: key, collaborator, collaborators, alias, occurred_at, subject, object, quantity, value, currency, ignored, data, history, network, network_limit
-- lists are in order and without gaps
InvalidInput
  collaborators: must be a list, not an associative array
InvalidInput
  collaborators: must be a list, not an associative array
[1,2]
-- empty arrays are lists and maps alike
[]
[]
InvalidInput
  details[0].kind: is required
  details[0].amount: is required
-- named arguments, with some omitted
[]
{"items":[],"total":0}
InvalidInput
  limit: is 0; expected an integer from 1 to 100000
-- null means omitted
1
-- references are followed, and nothing is changed
[true,2,{"sizes":[1,2]}]
InvalidInput
  collaborator: must be an integer, not a string
-- a recursive array
InvalidInput
  data: is nested too deeply; at most 16 levels of arrays are allowed
InvalidInput
  key: comes after the first million values of the argument; pass fewer at once
  collaborator: comes after the first million values of the argument; pass fewer at once
  occurred_at: comes after the first million values of the argument; pass fewer at once
  data: is nested too deeply; at most 16 levels of arrays are allowed
-- nested deeply
true
InvalidInput
  data: is nested too deeply; at most 16 levels of arrays are allowed
InvalidInput
  data: is nested too deeply; at most 16 levels of arrays are allowed
InvalidInput
  key: is required
  must say who is credited with exactly one of: collaborator, collaborators, alias
  in: is not a known field; expected one of: key, collaborator, collaborators, alias, occurred_at, subject, object, quantity, value, currency, ignored, data, history, network, network_limit
-- huge
InvalidInput
  has 1000000 items; at most 10000 are allowed
InvalidInput
  has 100000 entries; at most 64 are allowed
InvalidInput
  data: is 1288896 bytes as JSON; at most 4096 are allowed
InvalidInput
  subject: has 10000000 characters; at most 191 are allowed
InvalidInput
  id: has 101 items; at most 100 are allowed
InvalidInput
  collaborators: has 100001 items; at most 100000 are allowed
-- texts that are not UTF-8
InvalidInput
  subject: is not valid UTF-8; convert the string to UTF-8
InvalidInput
  subject: is not valid UTF-8; convert the string to UTF-8
InvalidInput
  subject: is not valid UTF-8; convert the string to UTF-8
InvalidInput
  subject: is not valid UTF-8; convert the string to UTF-8
InvalidInput
  subject: is not valid UTF-8; convert the string to UTF-8
InvalidInput
  data: contains a string that is not valid UTF-8; convert it to UTF-8
InvalidInput
  caf�: is not a known field; expected one of: key, collaborator, collaborators, alias, occurred_at, subject, object, quantity, value, currency, ignored, data, history, network, network_limit
InvalidInput
  data: contains a string that is not valid UTF-8; convert it to UTF-8
TypeError
  siren_record_event(): Argument #1 ($type) must be valid UTF-8; convert the string to UTF-8
TypeError
  siren_find(): Argument #1 ($what) must be valid UTF-8; convert the string to UTF-8
TypeError
  siren_standings(): Argument #2 ($now) must be valid UTF-8; convert the string to UTF-8
-- NUL and other control characters
InvalidInput
  key: contains control characters, such as line breaks; remove them
InvalidInput
  key: contains control characters, such as line breaks; remove them
InvalidInput
  key: contains control characters, such as line breaks; remove them
InvalidInput
  key: contains control characters, such as line breaks; remove them
InvalidInput
  key\000: is not a known field; expected one of: key, collaborator, collaborators, alias, occurred_at, subject, object, quantity, value, currency, ignored, data, history, network, network_limit
bool(true)
-- any text is returned unchanged
[true,true]
-- numbers
InvalidInput
  quantity: must be an integer, not a float
InvalidInput
  quantity: must be an integer, not a float
InvalidInput
  quantity: must be an integer, not a float
InvalidInput
  quantity: must be an integer, not a float
InvalidInput
  quantity: must be an integer, not a float
InvalidInput
  quantity: is -9223372036854775808; expected an integer from 1 to 1000000
InvalidInput
  quantity: is 9223372036854775807; expected an integer from 1 to 1000000
InvalidInput
  quantity: is 0; expected an integer from 1 to 1000000
InvalidInput
  quantity: is -1; expected an integer from 1 to 1000000
InvalidInput
  quantity: must be an integer, not a string
InvalidInput
  quantity: must be an integer, not a string
InvalidInput
  quantity: must be an integer, not a boolean
InvalidInput
  collaborator: is -9223372036854775808; expected an integer of at least 1
["id:9223372036854775807",true]
-- unsupported types
InvalidInput
  subject: must be a string, not an object
  data: contains an object, which cannot be stored as JSON; remove it
InvalidInput
  subject: must be a string, not an object
  data: contains an object, which cannot be stored as JSON; remove it
InvalidInput
  subject: must be a string, not an object
  data: contains an object, which cannot be stored as JSON; remove it
InvalidInput
  subject: must be a string, not an object
  data: contains an object, which cannot be stored as JSON; remove it
InvalidInput
  subject: must be a string, not an object
  data: contains an object, which cannot be stored as JSON; remove it
InvalidInput
  subject: must be a string, not something that is no plain value
  data: contains something that is no plain value, which cannot be stored as JSON; remove it
InvalidInput
  subject: must be a string, not an object
  data: contains an object, which cannot be stored as JSON; remove it
-- nothing that was refused is stored
[["numbers"],["filtered"],["empty"],["null"],["references"],["deep"],["nul in data"],["text"],["largest"]]
