--TEST--
siren_doubts(): doubts about the events of a distribution
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
collaborators('Ada', 'Grace');
siren_save_collaborator(['id' => 1, 'email' => 'ada@ada.example', 'payout' => ['iban' => 'DE00 1234 5678']]);
siren_save_collaborator(['id' => 2, 'payout' => ['iban' => 'de0012345678']]);
siren_save_distributor(lessons());
foreach ([['a', 'user:7'], ['b', ['user:8', 'email:x@ada.example']], ['c', 'user:9']] as [$key, $student]) {
	siren_record_event('lesson_completed', ['key' => $key, 'collaborator' => 1, 'subject' => $student, 'occurred_at' => MAY]);
}

echo "-- all\n";
show(siren_doubts(1));

echo "-- one\n";
show(array_column(siren_doubts(1, ['collaborator' => 1])['collaborators'], 'collaborator'));
show(siren_doubts(1, ['collaborator' => 2])['collaborators']);

echo "-- refused\n";
refused(fn () => siren_doubts(2));
refused(fn () => siren_doubts(1, ['collaborator' => 'Ada', 'kind' => 3]));
--EXPECT--
-- all
{
  "distributor": 1,
  "distribution": 1,
  "period": {"start":"2026-05-01T04:00:00Z","end":"2026-06-01T04:00:00Z"},
  "total": 1,
  "collaborators": [
    {
      "collaborator": 1,
      "score": 3,
      "doubts": [
        {
          "kind": "same_family",
          "count": 1,
          "of": 3,
          "points": 1,
          "share": "0.333333",
          "types": ["lesson_completed"],
          "events": [2],
          "collaborators": [],
          "domain": "ada.example",
          "networks": null
        },
        {
          "kind": "shared_payout",
          "count": 1,
          "of": null,
          "points": 3,
          "share": "1.000000",
          "types": [],
          "events": [],
          "collaborators": [2],
          "domain": null,
          "networks": null
        }
      ]
    }
  ]
}
-- one
[1]
[]
-- refused
NotFound
  there is no distribution 2
InvalidInput
  collaborator: must be an integer, not a string
  kind: is not a known field; expected one of: collaborator
