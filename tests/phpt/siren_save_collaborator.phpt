--TEST--
siren_save_collaborator(): creates a collaborator, and changes the given fields
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();

echo "-- new\n";
show(siren_save_collaborator(['name' => 'Ada', 'now' => MAY]));
show(siren_save_collaborator([
	'name' => 'Grace Hopper',
	'email' => 'Grace@Example.org',
	'wp_user_id' => 12,
	'status' => 'pending',
	'aliases' => [['type' => 'coupon', 'code' => 'Save10'], ['type' => 'link', 'code' => 'grace']],
	'payout' => ['method' => 'bank', 'iban' => 'DE00', 'holder' => ['name' => 'G. Hopper']],
	'now' => MAY,
]));

echo "-- changed; omitted fields are kept\n";
show(siren_save_collaborator(['id' => 2, 'status' => 'active', 'now' => JUNE]));
show(siren_save_collaborator(['id' => 2, 'email' => null, 'wp_user_id' => null, 'payout' => null, 'aliases' => []]));

echo "-- refused, with every problem\n";
refused(fn () => siren_save_collaborator([]));
refused(fn () => siren_save_collaborator([
	'id' => '2',
	'name' => '',
	'email' => 'nobody',
	'wp_user_id' => 0,
	'status' => 'retired',
	'aliases' => [
		['type' => 'phone', 'code' => '1'],
		['type' => 'link'],
		['type' => 'link', 'code' => 7],
		'link',
		['type' => 'link', 'code' => 'x', 'colour' => 'red'],
	],
	'payout' => ['method' => 1.5],
	'now' => 'today',
	'phone' => '1',
]));
refused(fn () => siren_save_collaborator(['name' => str_repeat('ü', 201)]));
refused(fn () => siren_save_collaborator(['name' => 'A', 'payout' => 'bank', 'aliases' => ['type' => 'link', 'code' => 'x']]));
refused(fn () => siren_save_collaborator(['id' => 3, 'name' => 'Nobody']));
refused(fn () => siren_save_collaborator(null));
refused(fn () => siren_save_collaborator());

echo "-- a WordPress user and a code each belong to one collaborator\n";
siren_save_collaborator([
	'id' => 1, 'wp_user_id' => 12, 'aliases' => [['type' => 'link', 'code' => 'ada'], ['type' => 'coupon', 'code' => 'TEN']],
]);
refused(fn () => siren_save_collaborator(['id' => 2, 'name' => 'Grace', 'wp_user_id' => 12]));
show(siren_save_collaborator(['id' => 1, 'wp_user_id' => 12])['wp_user_id']);

$taken = ['id' => 2, 'aliases' => [['type' => 'link', 'code' => 'grace'], ['type' => 'coupon', 'code' => 'ten'], ['type' => 'link', 'code' => 'ada']]];
refused(fn () => siren_save_collaborator($taken));
siren_save_collaborator(['id' => 1, 'aliases' => [['type' => 'link', 'code' => 'ada']]]);
// An old code still belongs to its collaborator.
refused(fn () => siren_save_collaborator(['id' => 2, 'aliases' => [['type' => 'coupon', 'code' => 'ten']]]));
siren_save_collaborator(['id' => 2, 'aliases' => [['type' => 'coupon', 'code' => 'ten']], 'move_aliases' => true]);
show(columns('collaborators', 'id', 'aliases'));

echo "-- nothing that was refused is stored\n";
show(columns('collaborators', 'id', 'status', 'name', 'email', 'wp_user_id', 'payout'));
--EXPECT--
-- new
{
  "id": 1,
  "status": "active",
  "created_at": "2026-05-01T04:00:00Z",
  "name": "Ada",
  "email": null,
  "wp_user_id": null,
  "aliases": [],
  "old_aliases": [],
  "groups": [],
  "payout": null
}
{
  "id": 2,
  "status": "pending",
  "created_at": "2026-05-01T04:00:00Z",
  "name": "Grace Hopper",
  "email": "grace@example.org",
  "wp_user_id": 12,
  "aliases": [{"type":"coupon","code":"Save10"},{"type":"link","code":"grace"}],
  "old_aliases": [],
  "groups": [],
  "payout": {"method":"bank","iban":"DE00","holder":{"name":"G. Hopper"}}
}
-- changed; omitted fields are kept
{
  "id": 2,
  "status": "active",
  "created_at": "2026-05-01T04:00:00Z",
  "name": "Grace Hopper",
  "email": "grace@example.org",
  "wp_user_id": 12,
  "aliases": [{"type":"coupon","code":"Save10"},{"type":"link","code":"grace"}],
  "old_aliases": [],
  "groups": [],
  "payout": {"method":"bank","iban":"DE00","holder":{"name":"G. Hopper"}}
}
{
  "id": 2,
  "status": "active",
  "created_at": "2026-05-01T04:00:00Z",
  "name": "Grace Hopper",
  "email": null,
  "wp_user_id": null,
  "aliases": [],
  "old_aliases": [{"type":"coupon","code":"Save10"},{"type":"link","code":"grace"}],
  "groups": [],
  "payout": null
}
-- refused, with every problem
InvalidInput
  name: is required
InvalidInput
  id: must be an integer, not a string
  now: is "today"; expected a date and time with an offset, such as 2026-05-01T00:00:00-04:00
  name: is an empty string; expected at least one character
  email: is "nobody"; expected an e-mail address such as ann@example.org
  wp_user_id: is 0; expected an integer of at least 1
  status: is "retired"; expected one of: active, pending, inactive, rejected, deleted
  aliases[0].type: is "phone"; expected one of: coupon, link, wp_user
  aliases[1].code: is required
  aliases[2].code: must be a string, not an integer
  aliases[3]: must be an associative array, not a string
  aliases[4].colour: is not a known field; expected one of: type, code
  payout: contains a float, which cannot be kept as JSON; use strings and integers
  phone: is not a known field; expected one of: id, now, name, email, wp_user_id, status, aliases, move_aliases, forget_aliases, groups, payout
InvalidInput
  name: has 201 characters; at most 200 are allowed
InvalidInput
  aliases: must be a list, not an associative array
  payout: must be an associative array, not a string
NotFound
  there is no collaborator 3
TypeError
  siren_save_collaborator(): Argument #1 ($collaborator) must be of type array, null given
ArgumentCountError
  siren_save_collaborator() expects exactly 1 argument, 0 given
-- a WordPress user and a code each belong to one collaborator
Conflict
  WordPress user 12 is already collaborator 1; a user can be only one collaborator
12
InvalidInput
  aliases[1].code: is "ten", which is already a code of "Ada" (collaborator 1); set move_aliases to true to take it from them
  aliases[2].code: is "ada", which is already a code of "Ada" (collaborator 1); set move_aliases to true to take it from them
InvalidInput
  aliases[0].code: is "ten", which is already a code of "Ada" (collaborator 1); set move_aliases to true to take it from them
[[1,[{"type":"link","code":"ada"}]],[2,[{"type":"coupon","code":"ten"}]]]
-- nothing that was refused is stored
[[1,"active","Ada",null,12,null],[2,"active","Grace Hopper",null,null,null]]
