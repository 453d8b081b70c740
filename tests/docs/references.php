<?php
/**
 * What the pages name is there: links, pictures, functions, settings, texts of screens; and php/readme.txt has the form
 * that WordPress.org asks for. Prints how many of them are right and how many are not.
 */

declare(strict_types=1);

require __DIR__ . '/Page.php';

/** Texts of WordPress's own screens, and of GitHub's, that the pages quote. */
const OTHERS = [ 'Tools', 'Erase Personal Data', 'Export Personal Data', 'Site Health', 'Plugins', 'Security', 'Report a vulnerability', 'Siren' ];

/** Pages in which a bold text need not be a text of a screen. */
const FREE_BOLD = [ 'docs/api.md', 'docs/benchmarks.md', 'docs/distributor.md', 'CONTRIBUTING.md' ];

$top      = dirname( __DIR__, 2 );
$found    = 0;
$problems = [];
$check    = static function ( bool $holds, string $problem ) use ( &$found, &$problems ): void {
	if ( $holds ) {
		$found++;
	} else {
		$problems[] = $problem;
	}
};

$read  = static fn( string $path ): string => (string) file_get_contents( "$top/$path" );
$paths = [ 'README.md', 'UPGRADING.md', 'SECURITY.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...array_map( static fn( string $path ): string => 'docs/' . basename( $path ), glob( "$top/docs/*.md" ) ) ];
$pages = [];
foreach ( $paths as $path ) {
	$pages[ $path ] = new Page( $path, $read( $path ) );
}

/*
 * Everything that the plugin and the extension are written in, to find names in.
 */
$source = '';
foreach ( [ 'php', 'src', 'tests/bench', 'tests/compat', 'tests/setup', 'tests/story' ] as $directory ) {
	foreach ( new RecursiveIteratorIterator( new RecursiveDirectoryIterator( "$top/$directory", FilesystemIterator::SKIP_DOTS ) ) as $file ) {
		if ( in_array( $file->getExtension(), [ 'php', 'rs', 'sh' ], true ) ) {
			$source .= file_get_contents( $file->getPathname() );
		}
	}
}
preg_match_all( '/^\s*function (siren_\w+)\(/m', $read( 'php/siren.stub.php' ) . $read( 'php/functions.php' ), $functions );

/*
 * The texts of the plugin's screens, as patterns: what is filled in may be anything.
 */
preg_match_all( '/^(?:msgid|msgid_plural) ((?:".*"\n?)+)/m', $read( 'php/languages/siren-distributors.pot' ), $messages );
$plain = static fn( string $text ): string => strtr( $text, [ '’' => "'", '“' => '"', '”' => '"' ] );
$texts = [];
foreach ( $messages[1] as $message ) {
	$text    = stripcslashes( preg_replace( '/"\n"|^"|"\n?$/', '', $message ) );
	$texts[] = $plain( html_entity_decode( strip_tags( $text ) ) );
}
$reported = preg_replace( '/\\\\\n\s*/', '', $source ); // What the engine reports, screens show as it is.
$is_screen_text = static function ( string $quoted ) use ( $texts, $reported, $plain ): bool {
	// "…" on the page is what the screen fills in, or the rest of a text.
	$quoted_pattern = preg_quote( rtrim( $plain( $quoted ), '.:' ), '/' );
	return in_array( $quoted, OTHERS, true )
		|| [] !== preg_grep( '/^' . str_replace( '…', '.*', $quoted_pattern ) . '[.:]?$/Dsu', $texts )
		|| ( str_contains( $quoted, ' ' ) && 1 === preg_match( '/' . str_replace( '…', '.{0,60}', $quoted_pattern ) . '/u', $reported ) );
};

foreach ( $pages as $path => $page ) {
	// A link in the text, the picture of a link, or an address in HTML.
	foreach ( [ ...$page->find( '/\]\(([^)\s]+)\)/' ), ...$page->find( '/(?:src|href)="([^"]+)"/' ) ] as [ $number, $link ] ) {
		if ( 1 === preg_match( '~^(https?|mailto):~', $link ) ) {
			continue;
		}
		[ $file, $anchor ] = explode( '#', $link, 2 ) + [ 1 => '' ];
		$target            = '' === $file ? $path : ltrim( preg_replace( '~(^|/)[^/]+/\.\./~', '$1', dirname( $path ) . "/$file" ), './' );
		$target            = str_starts_with( $file, '.wordpress-org/' ) ? $file : $target;
		$check( file_exists( "$top/$target" ), "$path:$number: there is no $link" );
		if ( '' !== $anchor && file_exists( "$top/$target" ) ) {
			$anchors = ( $pages[ $target ] ?? new Page( $target, $read( $target ) ) )->anchors();
			$check( in_array( $anchor, $anchors, true ), "$path:$number: $target has no heading for #$anchor" );
		}
	}

	foreach ( $page->find( '/\b(siren_\w+)\(/' ) as [ $number, $function ] ) {
		$check( in_array( $function, $functions[1], true ), "$path:$number: there is no function $function()" );
	}
	// Actions, filters, columns, codes, settings: names of several words, and directories.
	foreach ( $page->find( '~`([a-z][a-z0-9]*(?:[_/-][a-z0-9-]+)+)`~' ) as [ $number, $name ] ) {
		$is_there = str_contains( $source, $name ) || file_exists( "$top/$name" ) || file_exists( "$top/src/$name" ) || str_starts_with( $name, 'target/' );
		$check( $is_there, "$path:$number: nothing is called $name" );
	}
	foreach ( [ ...$page->find( '/\b(SIREN_[A-Z_]+)\b/' ), ...$page->find( '/`(siren\.(?!so\b|ini\b|sqlite3|stub)[a-z_]+)`/' ) ] as [ $number, $name ] ) {
		$check( str_contains( $source, $name ), "$path:$number: nothing is called $name" );
	}

	if ( in_array( $path, FREE_BOLD, true ) ) {
		continue;
	}
	foreach ( $page->find( '/\*\*([^*]+)\*\*/' ) as [ $number, $bold ] ) {
		foreach ( explode( ' → ', $bold ) as $text ) {
			$check( $is_screen_text( $text ), "$path:$number: no screen says \"$text\"" );
		}
	}
}

/*
 * docs/integrations.md names every hook of an integration.
 */
preg_match_all( "/'([^']+)', \\[ Integrations\\\\/", $read( 'php/hooks.php' ), $hooks );
foreach ( $hooks[1] as $hook ) {
	$check( str_contains( $read( 'docs/integrations.md' ), "`$hook`" ), "docs/integrations.md: does not name the hook $hook" );
}

/*
 * php/readme.txt, by the rules of WordPress.org's validator.
 */
$readme = $read( 'php/readme.txt' );
$lines  = explode( "\n", $readme );
$plugin = $read( 'php/siren-distributors.php' );
$check( 1 === preg_match( '/^=== .+ ===$/', $lines[0] ), 'php/readme.txt: does not begin with === the name ===' );
$header = [];
for ( $index = 1; '' !== trim( $lines[ $index ] ); $index++ ) {
	[ $name, $value ] = explode( ': ', $lines[ $index ], 2 );
	$header[ $name ]  = $value;
}
foreach ( [ 'Tags', 'Requires at least', 'Tested up to', 'Requires PHP', 'Stable tag', 'License', 'License URI' ] as $field ) {
	$check( isset( $header[ $field ] ), "php/readme.txt: has no field $field" );
}
foreach ( [ 'Stable tag' => 'Version', 'Requires at least' => 'Requires at least', 'Requires PHP' => 'Requires PHP' ] as $field => $of_plugin ) {
	preg_match( "/^ \* $of_plugin: +(.+)$/m", $plugin, $said );
	$check( ( $header[ $field ] ?? '' ) === ( $said[1] ?? null ), "php/readme.txt: says $field: " . ( $header[ $field ] ?? '' ) . ', the plugin ' . ( $said[1] ?? 'nothing' ) );
}
$check( count( explode( ',', $header['Tags'] ?? '' ) ) <= 5, 'php/readme.txt: has more than five tags' );
$short = $lines[ $index + 1 ] ?? '';
$check( '' !== $short && ! str_starts_with( $short, '=' ) && mb_strlen( $short ) <= 150, 'php/readme.txt: the short description has ' . mb_strlen( $short ) . ' characters; expected 1 to 150' );
foreach ( [ 'Description', 'Installation', 'Frequently Asked Questions', 'Screenshots', 'Changelog', 'Upgrade Notice' ] as $section ) {
	$check( str_contains( $readme, "\n== $section ==\n" ), "php/readme.txt: has no section $section" );
}
preg_match( '/\n== Screenshots ==\n(.*?)\n==/s', $readme, $captions );
$check( preg_match_all( '/^\d+\. /m', $captions[1] ?? '' ) === count( glob( "$top/.wordpress-org/screenshot-*.png" ) ), 'php/readme.txt: does not describe each picture in .wordpress-org' );
preg_match( '/\n== Upgrade Notice ==\n(.*)$/s', $readme, $notices );
foreach ( array_filter( explode( "\n", $notices[1] ?? '' ), static fn( string $line ): bool => '' !== $line && ! str_starts_with( $line, '=' ) ) as $notice ) {
	$check( mb_strlen( $notice ) <= 300, 'php/readme.txt: an upgrade notice has more than 300 characters' );
}
preg_match_all( '/\b(siren_\w+)\(/', $readme, $named );
foreach ( $named[1] as $function ) {
	$check( in_array( $function, $functions[1], true ), "php/readme.txt: there is no function $function()" );
}
preg_match_all( '/`(siren_\w*[a-z])`/', $readme, $named );
foreach ( $named[1] as $name ) {
	$check( str_contains( $source, $name ), "php/readme.txt: nothing is called $name" );
}

foreach ( $problems as $problem ) {
	fwrite( STDERR, "  $problem\n" );
}
fwrite( STDERR, sprintf( "  %d links, names and texts of screens found, %d missing\n", $found, count( $problems ) ) );
// A page is one test, however many names it has.
$faulty = array_unique( array_map( static fn( string $problem ): string => strtok( $problem, ':' ), $problems ) );
echo count( $pages ) + 1 - count( $faulty ), ' ', count( $faulty ), "\n";
