--TEST--
siren_not_counted(): a collaborator's events that did not count, and why
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
collaborators('Ada', 'Grace');
siren_save_distributor(lessons());
foreach (['a', 'b'] as $key) {
	siren_record_event('lesson_completed', ['key' => $key, 'collaborator' => 1, 'subject' => 'user:9', 'ignored' => 'editor', 'occurred_at' => MAY]);
}
lesson('c', 1);
show(siren_not_counted(1, 1));
show(siren_not_counted(1, 2)['reasons']);
refused(fn () => siren_not_counted(1, 9));
refused(fn () => siren_not_counted(9, 1));
--EXPECT--
{
  "distributor": 1,
  "distribution": 1,
  "period": {"start":"2026-05-01T04:00:00Z","end":"2026-06-01T04:00:00Z"},
  "collaborator": 1,
  "reasons": [{"reason":"editor","events":2,"types":{"lesson_completed":2},"newest":"2026-05-01T04:00:00Z"}],
  "complete": true
}
[]
NotFound
  there is no collaborator 9
NotFound
  there is no distribution 9
