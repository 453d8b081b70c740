--TEST--
siren_record_event(): one event, stored once for its key
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
collaborators('Ada', 'Grace');
siren_save_collaborator(['id' => 2, 'aliases' => [['type' => 'coupon', 'code' => 'SAVE10']]]);

echo "-- accepted\n";
show(siren_record_event('lesson_completed', ['key' => 'one', 'collaborator' => 1, 'occurred_at' => MAY]));
show(siren_record_event('product_sold', [
	'key' => 'all of it',
	'collaborators' => [1, ['id' => 2, 'weight' => 3]],
	'occurred_at' => '2026-05-02T12:00:00+02:00',
	'subject' => 'user:7',
	'object' => 'product:9',
	'quantity' => 2,
	'value' => '19.90',
	'data' => ['colour' => 'grün', 'sizes' => [1, 2], 'gift' => true, 'note' => null],
]));
show(siren_record_event('coupon_used', [
	'key' => 'alias', 'alias' => ['type' => 'coupon', 'code' => 'save10'], 'occurred_at' => MAY,
]));
show(siren_record_event('our_own', ['key' => 'nobody', 'collaborator' => 99, 'occurred_at' => MAY]));

echo "-- repeated: nothing changes\n";
show(siren_record_event('lesson_completed', ['key' => 'one', 'collaborator' => 2, 'occurred_at' => MAY]));

echo "-- kept\n";
foreach (rows('events') as $row) {
	unset($row['created_at']);
	show($row);
}

echo "-- without a time, it happened now\n";
$before = time();
siren_record_event('site_visited', ['key' => 'now', 'collaborator' => 1]);
$at = strtotime(siren_find('events', ['type' => 'site_visited'])['items'][0]['occurred_at']);
var_dump($at >= $before && $at <= time());

echo "-- refused, with every problem\n";
refused(fn () => siren_record_event('Lesson Completed', []));
refused(fn () => siren_record_event('', ['key' => '', 'collaborator' => 0]));
refused(fn () => siren_record_event('manual', ['key' => 'm', 'collaborator' => 1]));
refused(fn () => siren_record_event('lesson_completed', [
	'key' => 17,
	'collaborator' => '1',
	'occurred_at' => '2026-05-01 00:00:00',
	'subject' => str_repeat('x', 192),
	'object' => "a\nb",
	'quantity' => 1.0,
	'value' => 19.9,
	'data' => 'text',
	'colour' => 'red',
]));
refused(fn () => siren_record_event('lesson_completed', [
	'key' => 'k', 'collaborator' => 1, 'alias' => ['type' => 'link', 'code' => 'x'],
]));
refused(fn () => siren_record_event('lesson_completed', ['key' => 'k', 'collaborators' => []]));
refused(fn () => siren_record_event('lesson_completed', [
	'key' => 'k', 'collaborators' => [1, 1, 'two', ['id' => 3, 'weight' => 0], ['weight' => 1], 2.0],
]));
refused(fn () => siren_record_event('lesson_completed', ['key' => 'k', 'alias' => ['type' => 'phone', 'code' => '']]));
refused(fn () => siren_record_event('lesson_completed', [
	'key' => 'k', 'collaborator' => 1, 'quantity' => 0, 'value' => '1e3', 'data' => ['deep' => [1.5]],
]));
refused(fn () => siren_record_event('lesson_completed'));
refused(fn () => siren_record_event(7, []));
refused(fn () => siren_record_event('lesson_completed', new ArrayObject()));

echo "-- nothing of it is stored\n";
show(siren_find('events', ['per_page' => 1])['total']);
--EXPECT--
-- accepted
{"key":"one","status":"accepted"}
{"key":"all of it","status":"accepted"}
{"key":"alias","status":"accepted"}
{"key":"nobody","status":"accepted"}
-- repeated: nothing changes
{"key":"one","status":"accepted"}
-- kept
{
  "id": 1,
  "status": "counted",
  "key": "one",
  "type": "lesson_completed",
  "occurred_at": "2026-05-01T04:00:00Z",
  "collaborators": [{"id":1,"named":null,"weight":1,"status":"counted","reason":null}],
  "subject": null,
  "object": null,
  "quantity": 1,
  "times": 1,
  "value": null,
  "currency": null,
  "transaction": null,
  "data": null,
  "reason": null
}
{
  "id": 2,
  "status": "counted",
  "key": "all of it",
  "type": "product_sold",
  "occurred_at": "2026-05-02T10:00:00Z",
  "collaborators": [
    {"id":1,"named":null,"weight":1,"status":"counted","reason":null},
    {"id":2,"named":null,"weight":3,"status":"counted","reason":null}
  ],
  "subject": "user:7",
  "object": "product:9",
  "quantity": 2,
  "times": 1,
  "value": "19.90",
  "currency": null,
  "transaction": null,
  "data": {"colour":"grün","sizes":[1,2],"gift":true,"note":null},
  "reason": null
}
{
  "id": 3,
  "status": "counted",
  "key": "alias",
  "type": "coupon_used",
  "occurred_at": "2026-05-01T04:00:00Z",
  "collaborators": [{"id":2,"named":null,"weight":1,"status":"counted","reason":null}],
  "subject": null,
  "object": null,
  "quantity": 1,
  "times": 1,
  "value": null,
  "currency": null,
  "transaction": null,
  "data": null,
  "reason": null
}
{
  "id": 4,
  "status": "ignored",
  "key": "nobody",
  "type": "our_own",
  "occurred_at": "2026-05-01T04:00:00Z",
  "collaborators": [{"id":null,"named":"id:99","weight":1,"status":"ignored","reason":"unknown_collaborator"}],
  "subject": null,
  "object": null,
  "quantity": 1,
  "times": 1,
  "value": null,
  "currency": null,
  "transaction": null,
  "data": null,
  "reason": "unknown_collaborator"
}
-- without a time, it happened now
bool(true)
-- refused, with every problem
InvalidInput
  type: is "Lesson Completed"; expected lowercase letters, digits and underscores, such as course_completed
  key: is required
  must say who is credited with exactly one of: collaborator, collaborators, alias
InvalidInput
  type: is an empty string; expected at least one character
  key: is an empty string; expected at least one character
  collaborator: is 0; expected an integer of at least 1
InvalidInput
  type: is "manual"; use siren_credit to give points by hand, because it requires a reason
InvalidInput
  key: must be a string, not an integer
  collaborator: must be an integer, not a string
  occurred_at: is "2026-05-01 00:00:00"; expected a date and time with an offset, such as 2026-05-01T00:00:00-04:00
  subject: has 192 characters; at most 191 are allowed
  object: contains control characters, such as line breaks; remove them
  quantity: must be an integer, not a float
  value: must be a string, not a float
  data: must be an array, not a string
  colour: is not a known field; expected one of: key, collaborator, collaborators, alias, occurred_at, subject, object, quantity, value, currency, ignored, data, history, network, network_limit
InvalidInput
  must say who is credited with exactly one of: collaborator, collaborators, alias
InvalidInput
  collaborators: must name at least one collaborator
InvalidInput
  collaborators[1]: names the same collaborator twice; list each one once
  collaborators[2]: must be an associative array, not a string
  collaborators[3].weight: is 0; expected an integer from 1 to 1000000
  collaborators[4].type: is required
  collaborators[4].code: is required
  collaborators[5]: must be an associative array, not a float
InvalidInput
  alias.type: is "phone"; expected one of: coupon, link, wp_user
  alias.code: is an empty string; expected at least one character
InvalidInput
  quantity: is 0; expected an integer from 1 to 1000000
  value: is "1e3"; expected a decimal number of zero or more, such as "12.34"
  data: contains a float; write decimal numbers as strings
ArgumentCountError
  siren_record_event() expects exactly 2 arguments, 1 given
TypeError
  siren_record_event(): Argument #1 ($type) must be of type string, int given
TypeError
  siren_record_event(): Argument #2 ($event) must be of type array, object given
-- nothing of it is stored
5
