<?php
/**
 * Runs every command of the pages and compares what it prints with what the page shows. Usage: commands.php WORK
 *
 * WORK is a directory with `ledger`, the ledger that each page begins with, and `bin`, the programs that the commands
 * find first. The pages' `$data`, `$wordpress` and `$extensions` come from the environment.
 *
 * What is a command, the language of a block says: `sh` is run, `php` is run as a script of its own (in WordPress where it
 * uses hooks), `crontab` has to be among the commands that are not run. Other blocks have a language that only shows
 * something.
 */

declare(strict_types=1);

require __DIR__ . '/Page.php';
require __DIR__ . '/Shell.php';

/** Languages of blocks that are no commands. */
const SHOWN = [ 'text', 'json', 'ini' ];

/** Pages whose examples the suite phpt runs. */
const RUN_ELSEWHERE = [ 'docs/api.md', 'docs/distributor.md' ];

$top    = dirname( __DIR__, 2 );
$work   = $argv[1];
$passed = 0;
$failed = 0;

$not_run = [];
foreach ( file( __DIR__ . '/not-run.txt', FILE_IGNORE_NEW_LINES | FILE_SKIP_EMPTY_LINES ) as $line ) {
	if ( ! str_starts_with( $line, '#' ) ) {
		[ $command, $reason ] = explode( ' # ', $line, 2 );
		$not_run[ $command ]  = $reason;
	}
}
$unused = $not_run;

$report = static function ( string $where, ?string $problem ) use ( &$passed, &$failed ): void {
	if ( null === $problem ) {
		$passed++;
	} else {
		$failed++;
		fwrite( STDERR, "  $where: $problem\n" );
	}
};

$paths = [ 'README.md', 'UPGRADING.md', 'SECURITY.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...array_map( static fn( string $path ): string => "docs/$path", array_map( 'basename', glob( "$top/docs/*.md" ) ) ) ];
foreach ( array_diff( $paths, RUN_ELSEWHERE ) as $path ) {
	$page = new Page( $path, (string) file_get_contents( "$top/$path" ) );
	foreach ( $page->indented_code() as $number ) {
		$report( "$path:$number", 'code is only indented; fence it and name its language' );
	}

	$commands = [];
	foreach ( $page->blocks as $block ) {
		$listed  = array_filter( $block->commands(), static fn( string $line ): bool => isset( $not_run[ trim( $line ) ] ) );
		$unused  = array_diff_key( $unused, array_flip( array_map( 'trim', $listed ) ) );
		$is_left = count( $listed ) === count( $block->commands() );
		if ( 'sh' === $block->language && ! $is_left ) {
			$commands[] = $block;
		} elseif ( 'crontab' === $block->language && ! $is_left ) {
			$report( "$path:$block->first_line", 'a line of a crontab has to be in tests/docs/not-run.txt, with the reason' );
		} elseif ( ! in_array( $block->language, [ 'sh', 'php', 'crontab', ...SHOWN ], true ) ) {
			$report( "$path:$block->first_line", "the block's language is \"$block->language\"; expected sh, php, crontab, " . implode( ', ', SHOWN ) );
		}
	}

	$scratch = "$work/" . strtr( $path, '/', '-' );
	$data    = "$scratch/srv/siren/site-f9a0eeeb1fab2492";
	mkdir( dirname( $data ), 0700, true );
	mkdir( "$scratch/srv/backup", 0700, true );
	exec( 'cp -a ' . escapeshellarg( "$work/ledger" ) . ' ' . escapeshellarg( $data ) );
	symlink( "$work/libsiren.so", "$scratch/libsiren.so" );
	$environment = [ 'data' => $data, 'PATH' => "$work/bin:" . getenv( 'PATH' ) ] + getenv();

	$results = ( new Shell( $scratch, $environment, $not_run ) )->run( $commands );
	foreach ( $commands as $block ) {
		$result = $results[ $block->first_line ] ?? [ 'printed' => '', 'failed' => 'not run, because a command before it failed' ];
		$report(
			"$path:$block->first_line",
			match ( true ) {
				null !== $result['failed']          => $result['failed'] . "\n" . $result['printed'],
				! $block->shows( $result['printed'] ) => "prints\n" . rtrim( $result['printed'] ) . "\nThe page shows\n" . $block->output(),
				default                             => null,
			}
		);
	}

	$scripts = array_filter( $page->blocks, static fn( Block $block ): bool => 'php' === $block->language );
	foreach ( $scripts as $block ) {
		$script = "$scratch/line-$block->first_line.php";
		$empty  = "$scratch/line-$block->first_line";
		mkdir( $empty, 0700 );
		$code   = implode( "\n", $block->lines );
		$before = 1 === preg_match( '/\b(add_filter|do_action)\(/', $code ) ? "require getenv( 'wordpress' ) . '/wp-load.php';\n" : '';
		file_put_contents( $script, '<?php' === $block->lines[0] ? $code : "<?php\n$before$code" );
		$printed_lines = [];
		exec( sprintf( 'cd %s && %s %s %s 2>&1', ...array_map( 'escapeshellarg', [ $scratch, "$work/bin/php", $script, $empty ] ) ), $printed_lines, $status );
		$printed = implode( "\n", $printed_lines );
		$report( "$path:$block->first_line", 0 === $status && $block->shows( $printed ) ? null : "ends with $status and prints\n$printed\nThe page shows\n" . $block->output() );
	}
	fwrite( STDERR, sprintf( "  %-22s %d blocks run\n", $path, count( $commands ) + count( $scripts ) ) );
}

foreach ( $unused as $command => $reason ) {
	$report( 'tests/docs/not-run.txt', "no page has the command \"$command\"" );
}
echo "$passed $failed\n";
