--TEST--
siren_status(): the state of a site's data, and what to do
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

$directory = new_site();
/** The status without what depends on the machine. */
$status = static function (?string $now) use ($directory): void {
	$status = siren_status($now);
	show([
		$status['version'] === siren_version(),
		str_replace($directory, '{site}', $status['store']['path']),
		$status['store']['kind'],
		is_int($status['store']['schema']) && $status['store']['schema'] > 0,
		is_int($status['store']['bytes']) && $status['store']['bytes'] >= 0,
		is_int($status['waiting']['bytes']) && ($status['waiting']['bytes'] > 0) === ($status['waiting']['records'] > 0),
	]);
	unset($status['version'], $status['store'], $status['waiting']['bytes']);
	show($status);
};

echo "-- an empty site\n";
$status(MAY);

echo "-- waiting records and a late heartbeat\n";
collaborators('Ada');
siren_save_distributor(lessons());
lesson('a', 1);
$status('2026-06-08T04:00:00Z');

echo "-- afterwards, and two events with one key\n";
siren_run_due(JUNE);
lesson('a', 1, 2);
siren_run_due(JUNE);
$status(JUNE);

echo "-- refused\n";
refused(fn () => siren_status('today'));
refused(fn () => siren_status(5));
--EXPECT--
-- an empty site
[true,"{site}/data","sqlite",true,true,true]
{
  "waiting": {"records":0},
  "last_run": null,
  "unconfirmed": null,
  "overdue": [],
  "counts": {"events":0,"faults":0,"conflicts":0,"disputes":0,"waiting_refunds":0,"ignored_refunds":0,"outbox":0},
  "unknown_codes": [],
  "problems": []
}
-- waiting records and a late heartbeat
[true,"{site}/data","sqlite",true,true,true]
{
  "waiting": {"records":1},
  "last_run": null,
  "unconfirmed": null,
  "overdue": [{"distributor":1,"distribution":1,"due_at":"2026-06-01T04:00:00Z"}],
  "counts": {"events":0,"faults":0,"conflicts":0,"disputes":0,"waiting_refunds":0,"ignored_refunds":0,"outbox":0},
  "unknown_codes": [],
  "problems": [
    {
      "code": "overdue",
      "message": "Distributions that should have been closed: 1",
      "message_parts": null,
      "action": "Run the heartbeat: visit wp-cron.php, or set up a system cron job for it."
    }
  ]
}
-- afterwards, and two events with one key
[true,"{site}/data","sqlite",true,true,true]
{
  "waiting": {"records":0},
  "last_run": "2026-06-01T04:00:00Z",
  "unconfirmed": null,
  "overdue": [],
  "counts": {"events":1,"faults":0,"conflicts":1,"disputes":0,"waiting_refunds":0,"ignored_refunds":0,"outbox":2},
  "unknown_codes": [],
  "problems": [
    {
      "code": "conflicts",
      "message": "Records that arrived a second time with other content; the first one counts: 1",
      "message_parts": null,
      "action": "See what differs (siren_find 'conflicts') and which plugin sends other content with the same key; correct amounts with a refund or an adjustment, then dismiss it."
    }
  ]
}
-- refused
InvalidInput
  now: is "today"; expected a date and time with an offset, such as 2026-05-01T00:00:00-04:00
TypeError
  siren_status(): Argument #1 ($now) must be of type ?string, int given
