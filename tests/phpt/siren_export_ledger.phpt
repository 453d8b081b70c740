--TEST--
siren_export_ledger(): the ledger as a file for safekeeping elsewhere
--FILE--
<?php
use Siren\Exception\InvalidInput;

$dir = sys_get_temp_dir() . '/siren-export-' . getmypid();
siren_open("sqlite:$dir");
siren_save_collaborator(['name' => 'Ann', 'now' => '2026-05-01T00:00:00Z']);
siren_adjust([
    'key' => 'a', 'collaborator' => 1, 'amount' => '5.00', 'currency' => 'USD', 'reason' => 'a "prize"',
    'now' => '2026-05-02T00:00:00Z',
]);

$made = siren_export_ledger("$dir/ledger.jsonl");
echo implode(' ', array_keys($made)), "\n";
var_dump($made['path'] === "$dir/ledger.jsonl", $made['bytes'] === filesize($made['path']), $made['lines']);
printf("%o\n", fileperms($made['path']) & 0777);

[$header, $line] = array_map(fn($text) => json_decode($text, true), file($made['path']));
echo json_encode(array_diff_key($header, ['head' => 0])), "\n";
echo implode(' ', array_keys($line)), "\n";
echo $line['seq'], ' ', $line['act'], ' ', $line['subject'], ' ', $line['body'], "\n";
// Anyone can recalculate the hashes.
$text = str_repeat('0', 64) . "\n{$line['act']}\n{$line['subject']}\n{$line['part']}\n{$line['at']}\n{$line['body']}";
var_dump(hash('sha256', $text) === $line['hash'], $line['hash'] === $header['head'], $made['head'] === $header['head']);

foreach ([$made['path'], 'ledger.jsonl', "$dir/none/ledger.jsonl", "$dir/\0x"] as $path) {
    try {
        siren_export_ledger($path);
    } catch (InvalidInput $refused) {
        $problem = $refused->problems()[0];
        echo $problem['path'], ' ', str_replace([$dir, "\0"], ['DIR', '\0'], $problem['message']), "\n";
    }
}
try {
    siren_export_ledger(5);
} catch (TypeError $error) {
    echo get_class($error), "\n";
}
?>
--CLEAN--
<?php
foreach (glob(sys_get_temp_dir() . '/siren-export-*') as $dir) {
    array_map('unlink', glob("$dir/*"));
    rmdir($dir);
}
?>
--EXPECT--
path bytes lines head
bool(true)
bool(true)
int(1)
600
{"siren_ledger":1,"lines":1}
seq act subject part at body hash
1 adjustment a {"request":{"collaborator":1,"amount":500,"currency":"USD","reason":"a \"prize\"","obligation":null},"result":{"id":1,"status":"pending","kind":"adjustment","collaborator":1,"distributor":null,"distribution":null,"amount":500,"currency":"USD","reason":"a \"prize\"","corrects":null,"payable_at":1777680000000000}}
bool(true)
bool(true)
bool(true)
path is DIR/ledger.jsonl, which already exists; choose another name
path is "ledger.jsonl"; expected an absolute path
path is DIR/none/ledger.jsonl, whose directory does not exist; create it first
path is "DIR/\0x"; expected an absolute path
TypeError
