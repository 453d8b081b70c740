<?php
/**
 * Prints the translation template: every translatable text of the plugin, from its PHP tokens. In the order of the files,
 * without dates, so that it only changes when a text changes. Command line only: pot.php PLUGIN_DIR
 */

declare(strict_types=1);

/** WordPress's functions and the roles of their arguments: text, plural, context. The text domain comes last. */
const FUNCTIONS = [
	'__'          => [ 'text' ],
	'_e'          => [ 'text' ],
	'esc_html__'  => [ 'text' ],
	'esc_html_e'  => [ 'text' ],
	'esc_attr__'  => [ 'text' ],
	'esc_attr_e'  => [ 'text' ],
	'_x'          => [ 'text', 'context' ],
	'esc_html_x'  => [ 'text', 'context' ],
	'_n'          => [ 'text', 'plural', 'number' ],
];

const DOMAIN = 'siren-distributors';

/** @return list<array{text:string,plural:?string,context:?string,note:?string,line:int}> The texts of a file. */
function texts_of( string $code, string $file ): array {
	$tokens = array_values( array_filter( token_get_all( $code ), fn( array|string $token ): bool => ! is_array( $token ) || T_WHITESPACE !== $token[0] ) );
	$texts  = [];
	$note   = null;
	foreach ( $tokens as $at => $token ) {
		if ( ';' === $token || is_array( $token ) && T_CLOSE_TAG === $token[0] ) {
			$note = null;
		}
		if ( ! is_array( $token ) ) {
			continue;
		}
		if ( T_COMMENT === $token[0] && preg_match( '~/\*\s*(translators:.*?)\s*\*/~s', $token[1], $found ) ) {
			$note = $found[1];
		}
		$name = ltrim( $token[1], '\\' );
		if ( ! in_array( $token[0], [ T_STRING, T_NAME_FULLY_QUALIFIED ], true ) || ! isset( FUNCTIONS[ $name ] ) || '(' !== ( $tokens[ $at + 1 ] ?? null ) ) {
			continue;
		}
		$arguments = arguments( $tokens, $at + 2 );
		$named     = array_combine( [ ...FUNCTIONS[ $name ], 'domain' ], $arguments + array_fill( 0, count( FUNCTIONS[ $name ] ) + 1, null ) );
		if ( DOMAIN !== $named['domain'] || null === $named['text'] ) {
			fwrite( STDERR, "$file:{$token[2]}: $name() needs a plain text and the domain " . DOMAIN . "\n" );
			exit( 1 );
		}
		$texts[] = [
			'text'    => $named['text'],
			'plural'  => $named['plural'] ?? null,
			'context' => $named['context'] ?? null,
			'note'    => $note,
			'line'    => $token[2],
		];
	}
	return $texts;
}

/** @return list<?string> The arguments of a call after its opening bracket; null for an argument that is not a literal string. */
function arguments( array $tokens, int $at ): array {
	$arguments = [];
	$parts     = [];
	for ( $depth = 0; ; $at++ ) {
		$token = $tokens[ $at ];
		if ( 0 === $depth && in_array( $token, [ ',', ')' ], true ) ) {
			$is_text     = 1 === count( $parts ) && is_array( $parts[0] ) && T_CONSTANT_ENCAPSED_STRING === $parts[0][0];
			$arguments[] = $is_text ? unquoted( $parts[0][1] ) : null;
			$parts       = [];
			if ( ')' === $token ) {
				return $arguments;
			}
			continue;
		}
		$depth  += in_array( $token, [ '(', '[' ], true ) ? 1 : ( in_array( $token, [ ')', ']' ], true ) ? -1 : 0 );
		$parts[] = $token;
	}
}

/** @return string The value of a string literal. */
function unquoted( string $literal ): string {
	return "'" === $literal[0]
		? strtr( substr( $literal, 1, -1 ), [ "\\'" => "'", '\\\\' => '\\' ] )
		: stripcslashes( substr( $literal, 1, -1 ) );
}

/** @return string The text in gettext's notation. */
function quoted( string $text ): string {
	return '"' . addcslashes( $text, "\"\\\n\t" ) . '"';
}

$root  = rtrim( $argv[1], '/' );
$files = [];
foreach ( new RecursiveIteratorIterator( new RecursiveDirectoryIterator( $root, FilesystemIterator::SKIP_DOTS ) ) as $file ) {
	if ( 'php' === $file->getExtension() && ! str_ends_with( $file->getFilename(), '.stub.php' ) ) {
		$files[] = substr( $file->getPathname(), strlen( $root ) + 1 );
	}
}
sort( $files );

$entries = [];
foreach ( $files as $file ) {
	foreach ( texts_of( file_get_contents( "$root/$file" ), $file ) as $text ) {
		$key               = $text['context'] . "\4" . $text['text'];
		$entries[ $key ] ??= [ 'notes' => [], 'places' => [] ] + $text;

		$entries[ $key ]['places'][ $file ] = true;
		if ( null !== $text['note'] ) {
			$entries[ $key ]['notes'][ $text['note'] ] = true;
		}
		$entries[ $key ]['plural'] ??= $text['plural'];
	}
}

echo "msgid \"\"\nmsgstr \"\"\n";
echo quoted( 'Project-Id-Version: ' . DOMAIN . "\n" ), "\n";
foreach ( [ 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=UTF-8', 'Content-Transfer-Encoding: 8bit', 'X-Domain: ' . DOMAIN ] as $header ) {
	echo quoted( $header . "\n" ), "\n";
}
foreach ( $entries as $entry ) {
	echo "\n";
	foreach ( array_keys( $entry['notes'] ) as $note ) {
		echo '#. ', $note, "\n";
	}
	// Files without line numbers, or every edit would change the template.
	foreach ( array_keys( $entry['places'] ) as $place ) {
		echo '#: ', $place, "\n";
	}
	if ( str_contains( $entry['text'], '%' ) ) {
		echo "#, php-format\n";
	}
	echo null === $entry['context'] ? '' : 'msgctxt ' . quoted( $entry['context'] ) . "\n";
	echo 'msgid ', quoted( $entry['text'] ), "\n";
	echo null === $entry['plural'] ? "msgstr \"\"\n" : 'msgid_plural ' . quoted( $entry['plural'] ) . "\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n";
}
