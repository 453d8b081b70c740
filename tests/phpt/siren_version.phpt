--TEST--
siren_version(): the version of the extension
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

var_dump(preg_match('/^\d+\.\d+\.\d+(-[0-9a-z.]+)?$/', siren_version()));
var_dump(siren_version() === phpversion('siren'));
refused(fn () => siren_version('too much'));
--EXPECT--
int(1)
bool(true)
ArgumentCountError
  siren_version() expects exactly 0 arguments, 1 given
