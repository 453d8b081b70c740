--TEST--
siren_dispute(): a collaborator reports that something is wrong
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
collaborators('Ada', 'Grace');
siren_save_distributor(lessons());
lesson('a', 1);
lesson('b', 2);
siren_run_due(JUNE);

echo "-- about an amount, or about uncounted events\n";
show(siren_dispute(['collaborator' => 1, 'about' => ['obligation' => 1], 'text' => ' It was more ', 'by' => 'user:5', 'now' => JUNE]));
$crowd = ['collaborator' => 1, 'about' => ['distribution' => 1, 'reason' => 'crowd'], 'text' => 'They are a school', 'now' => JUNE];
show(siren_dispute($crowd)['reason']);
show(array_column(siren_find('disputes', ['collaborator' => 1, 'order' => 'asc'])['items'], 'text'));
show(siren_get('disputes', 2)['by']);
show(siren_get('disputes', 3));
show(siren_export_collaborator(1)['disputes'][0]['text']);
show(siren_verify()['ok']);

echo "-- refused\n";
refused(fn () => siren_dispute($crowd));
refused(fn () => siren_dispute(['about' => ['obligation' => 2]] + $crowd));
refused(fn () => siren_dispute(['about' => ['obligation' => 9]] + $crowd));
refused(fn () => siren_dispute(['about' => ['obligation' => 1, 'distribution' => 1], 'text' => "two\nlines", 'colour' => 'red', 'by' => '']));
refused(fn () => siren_dispute(['about' => []] + $crowd));
--EXPECT--
-- about an amount, or about uncounted events
{
  "id": 1,
  "status": "open",
  "created_at": "2026-06-01T04:00:00Z",
  "collaborator": 1,
  "obligation": 1,
  "distribution": null,
  "reason": null,
  "text": "It was more",
  "by": "user:5",
  "answers": []
}
"crowd"
["It was more","They are a school"]
null
null
"It was more"
true
-- refused
Conflict
  collaborator 1 already disputes this: dispute 2 is waiting for an answer
Conflict
  obligation 2 is not owed to collaborator 1
NotFound
  there is no obligation 9
InvalidInput
  collaborator: is required
  about: must have either obligation, or distribution and reason
  text: contains control characters, such as line breaks; remove them
  by: is an empty string; expected at least one character
  colour: is not a known field; expected one of: collaborator, about, text, by, now
InvalidInput
  about: must have either obligation, or distribution and reason
