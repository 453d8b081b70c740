<?php
/**
 * Prints the stub of the extension that is loaded. What it declares is asked of PHP, what it means is read from the Rust
 * documentation. Command line only: stub.php DIRECTORY, the one with the Rust files of the border to PHP.
 */

declare(strict_types=1);

/** Says why there is no stub, and ends. */
function refuse( string $why ): never {
	fwrite( STDERR, "error: $why\n" );
	exit( 1 );
}

/**
 * The documentation in the Rust files.
 *
 * @return array<string, string> Texts by what they document: `siren_get`, `Siren\Exception\NotFound`,
 *                               `InvalidInput::problems()`.
 */
function documentation( string $directory ): array {
	$lines    = '(?<lines>(?:^[ \t]*\/\/\/.*\n)+)\s*';
	$patterns = [
		"/$lines#\[php_function\]\s*#\[php\(name = \"(?<name>\w+)\"\)\]/m",
		"/$lines\w+, \w+, \"(?<name>Siren[\w\\\\]+)\";/m",
		"/{$lines}extern fn \w+\(/m",
	];
	$found    = [];
	foreach ( glob( "$directory/*.rs" ) as $file ) {
		foreach ( $patterns as $pattern ) {
			preg_match_all( $pattern, file_get_contents( $file ), $matches, PREG_SET_ORDER );
			foreach ( $matches as $match ) {
				$text = preg_replace( '/^[ \t]*\/\/\/ ?/m', '', rtrim( $match['lines'] ) );
				$name = str_replace( '\\\\', '\\', $match['name'] ?? '' );
				// A method's Rust function is in no class, so its documentation begins with the name.
				if ( '' === $name && preg_match( '/^`(\w+::\w+\(\))`: /', $text, $begins ) ) {
					$name = $begins[1];
					$text = ucfirst( substr( $text, strlen( $begins[0] ) ) );
				}
				$found[ $name ] = $text;
			}
		}
	}
	return $found;
}

/** A text as a docblock. What it says is thrown becomes tags, which editors and analysers understand. */
function docblock( string $text, string $indent ): string {
	$tags = [];
	if ( preg_match( '/\s*\bThrows\s((?:[^.()]|\([^)]*\))+)\.$/', $text, $throws ) ) {
		$text = substr( $text, 0, -strlen( $throws[0] ) );
		preg_match_all( '/`(\w+)`((?:(?!`[A-Z]).)*)/s', $throws[1], $matches, PREG_SET_ORDER );
		foreach ( $matches as [ , $class, $when ] ) {
			$class = "Siren\\Exception\\$class";
			class_exists( $class ) || refuse( "$class is said to be thrown, and there is no such class" );
			$when   = preg_replace( '/\s+/', ' ', trim( $when, " \n,()" ) );
			$tags[] = rtrim( "@throws \\$class " . ucfirst( $when ) );
		}
	}
	$lines = explode( "\n", str_replace( '*/', '* /', $text ) );
	if ( [] !== $tags ) {
		$lines = [ ...$lines, '', ...$tags ];
	}
	if ( 1 === count( $lines ) ) {
		return "$indent/** $text */\n";
	}
	$out = "$indent/**\n";
	foreach ( $lines as $line ) {
		$out .= rtrim( "$indent * $line" ) . "\n";
	}
	return "$out$indent */\n";
}

/** The signature of a function or method, with an empty body. */
function signature( ReflectionFunctionAbstract $callee ): string {
	$parameters = [];
	foreach ( $callee->getParameters() as $parameter ) {
		$text = $parameter->getType() . ' $' . $parameter->getName();
		if ( $parameter->isDefaultValueAvailable() ) {
			$text .= ' = ' . json_encode( $parameter->getDefaultValue() );
		}
		$parameters[] = ltrim( $text );
	}
	$parameters = [] === $parameters ? '()' : '( ' . implode( ', ', $parameters ) . ' )';
	$type       = $callee->getReturnType();
	return 'function ' . $callee->getShortName() . $parameters . ( null === $type ? '' : ": $type" ) . ' {}';
}

/** A class with what it adds to its parent. */
function declared_class( ReflectionClass $class, array $documentation ): string {
	$name    = $class->getName();
	$parent  = $class->getParentClass();
	$out     = docblock( $documentation[ $name ] ?? refuse( "the class $name is not documented" ), "\t" );
	$out    .= "\tclass {$class->getShortName()} extends \\{$parent->getName()} {";
	$members = '';
	foreach ( $class->getProperties() as $property ) {
		if ( $property->getDeclaringClass()->getName() === $name ) {
			$type     = $property->hasType() ? "{$property->getType()} " : '';
			$members .= "\n\t\tpublic $type\${$property->getName()};\n";
		}
	}
	foreach ( $class->getMethods() as $method ) {
		if ( $method->getDeclaringClass()->getName() === $name ) {
			$called   = "{$class->getShortName()}::{$method->getName()}()";
			$text     = $documentation[ $called ] ?? refuse( "$called is not documented" );
			$members .= "\n" . docblock( $text, "\t\t" ) . "\t\tpublic " . signature( $method ) . "\n";
		}
	}
	return $out . ( '' === $members ? "}\n" : "$members\t}\n" );
}

extension_loaded( 'siren' ) || refuse( 'the extension is not loaded; `make build` makes it' );
$extension     = new ReflectionExtension( 'siren' );
$documentation = documentation( $argv[1] );
$exceptions    = 'Siren\\Exception';
$functions     = $extension->getFunctions();

// What is documented and not there means that the library is older than the source.
$missing = array_diff( preg_grep( '/^siren_/', array_keys( $documentation ) ), array_keys( $functions ) );
[] === $missing || refuse( 'the extension lacks ' . implode( ', ', $missing ) . '; `make build` brings it up to date' );

echo <<<'HEAD'
<?php
/**
 * What the extension `siren` declares, for editors and analysers. Nothing loads this file: the extension itself brings
 * these functions and classes.
 *
 * `make stub` writes it, from the loaded extension and the Rust documentation.
 *
 * @package Siren\Distributors
 */

namespace {

HEAD;

foreach ( $functions as $name => $function ) {
	$text = $documentation[ $name ] ?? refuse( "$name() is not documented where it is declared" );
	echo "\n", docblock( $text, "\t" ), "\t", signature( $function ), "\n";
}
echo "}\n\nnamespace $exceptions {\n";
foreach ( $extension->getClasses() as $class ) {
	$class->getNamespaceName() === $exceptions || refuse( "{$class->getName()} is not in $exceptions" );
	echo "\n", declared_class( $class, $documentation );
}
echo "}\n";
