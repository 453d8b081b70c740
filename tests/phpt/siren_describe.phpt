--TEST--
siren_describe(): the calls, with the schemas of arguments and answers
--FILE--
<?php
require __DIR__ . '/site.inc';
new_site();

$calls = siren_describe();
$names = array_column($calls, 'name');
echo implode(' ', array_keys($calls[0])), "\n";

// Every call is a function of the extension, and every function is a call, except the two that come before any call.
$functions = (new ReflectionExtension('siren'))->getFunctions();
$expected = array_map(fn (string $name): string => "siren_$name", [...$names, 'open', 'version']);
var_dump(array_diff(array_keys($functions), $expected), array_diff($expected, array_keys($functions)));

[$credit] = siren_describe('credit');
echo $credit['kind'], ': ', implode(' ', array_keys($credit['input']['properties'])), "\n";
echo 'required: ', implode(' ', $credit['input']['required']), "\n";
echo json_encode($credit['input']['properties']['points']), "\n";
echo json_encode($credit['answer']['properties']['id']), "\n";
echo json_encode(array_column($credit['refusals'], 'kind')), "\n";
refused(fn () => siren_describe('nothing'));
?>
--EXPECTF--
name kind about input answer refusals
array(0) {
}
array(0) {
}
change: key distributor collaborator points reason now
required: key distributor collaborator points reason
{"description":"how many points; a negative number takes them away","type":"integer","minimum":-1000000000,"maximum":1000000000}
{"type":"integer","format":"int64","description":"Its number."}
["not_found","conflict"]
InvalidInput
  call: is "nothing"; expected one of: %s
