--TEST--
siren_answer_dispute(): one person answers, or two where the site requires it
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

$directory = new_site();
collaborators('Ada');
siren_save_distributor(lessons());
$dispute = fn (string $reason): int => siren_dispute(['collaborator' => 1, 'about' => ['distribution' => 1, 'reason' => $reason], 'text' => 'Why', 'now' => MAY])['id'];
$details = fn (string $by): array => ['text' => 'Looked at', 'by' => $by, 'now' => MAY];
$dispute('crowd');
$dispute('self');

echo "-- one person is enough\n";
show(siren_answer_dispute(1, 'declined', $details('user:1')));
show(siren_answer_dispute(1, 'declined', $details('user:2'))['answers'][0]['by']);
refused(fn () => siren_answer_dispute(1, 'accepted', $details('user:2')));

echo "-- two people are required\n";
siren_open("sqlite:$directory/data", ['two_people' => true]);
refused(fn () => siren_answer_dispute(2, 'accepted', ['text' => 'Yes']));
show(siren_answer_dispute(2, 'accepted', $details('user:1'))['status']);
refused(fn () => siren_answer_dispute(2, 'accepted', $details('user:1')));
refused(fn () => siren_answer_dispute(2, 'declined', $details('user:2')));
show(siren_answer_dispute(2, 'accepted', $details('user:2'))['status']);
show(siren_verify()['ok']);

echo "-- refused\n";
refused(fn () => siren_answer_dispute(9, 'accepted', $details('user:1')));
refused(fn () => siren_answer_dispute(1, 'perhaps', ['note' => 'x']));
refused(fn () => siren_answer_dispute(1, 'accepted', ['text' => '  ']));
--EXPECT--
-- one person is enough
{
  "id": 1,
  "status": "declined",
  "created_at": "2026-05-01T04:00:00Z",
  "collaborator": 1,
  "obligation": null,
  "distribution": 1,
  "reason": "crowd",
  "text": "Why",
  "by": null,
  "answers": [{"answer":"declined","text":"Looked at","by":"user:1","created_at":"2026-05-01T04:00:00Z"}]
}
"user:1"
Conflict
  dispute 1 is already declined
-- two people are required
InvalidInput
  by: is required: this site requires two people, so every answer must say who gives it, such as user:7
"answered_once"
Conflict
  user:1 cannot answer dispute 2 twice: this site requires two people
Conflict
  dispute 2 was accepted by user:1, and both answers must be the same; agree on one first
"accepted"
true
-- refused
NotFound
  there is no dispute 9
InvalidInput
  answer: is "perhaps"; expected one of: accepted, declined
  text: is required
  note: is not a known field; expected one of: text, by, now
InvalidInput
  text: is empty; explain it in words
