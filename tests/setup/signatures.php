<?php
/**
 * Prints what the extension `siren` declares, one line each: as loaded, or according to its stub. Command line only:
 * signatures.php [STUB], without the extension where a stub is given.
 */

declare(strict_types=1);

/** The signature of a function or method. */
function signature( ReflectionFunctionAbstract $callee ): string {
	$parameters = [];
	foreach ( $callee->getParameters() as $parameter ) {
		$text = $parameter->getType() . ' $' . $parameter->getName();
		if ( $parameter->isDefaultValueAvailable() ) {
			$text .= ' = ' . json_encode( $parameter->getDefaultValue() );
		}
		$parameters[] = ltrim( $text );
	}
	return $callee->getShortName() . '(' . implode( ', ', $parameters ) . '): ' . $callee->getReturnType();
}

/** The lines of a class: its declaration, and what it adds to its parent. */
function declared( ReflectionClass $class ): array {
	$name  = $class->getName();
	$lines = [ "class $name extends {$class->getParentClass()->getName()}" ];
	foreach ( $class->getProperties() as $property ) {
		if ( $property->getDeclaringClass()->getName() === $name ) {
			$lines[] = "$name::\${$property->getName()}: {$property->getType()}";
		}
	}
	foreach ( $class->getMethods() as $method ) {
		if ( $method->getDeclaringClass()->getName() === $name ) {
			$lines[] = "$name::" . signature( $method );
		}
	}
	return $lines;
}

if ( isset( $argv[1] ) ) {
	$known = get_defined_functions()['user'];
	require $argv[1];
	$functions = array_diff( get_defined_functions()['user'], $known );
} else {
	$functions = array_keys( ( new ReflectionExtension( 'siren' ) )->getFunctions() );
}
$lines = array_map( static fn ( string $name ): string => signature( new ReflectionFunction( $name ) ), $functions );
foreach ( get_declared_classes() as $class ) {
	if ( str_starts_with( $class, 'Siren\\Exception\\' ) ) {
		array_push( $lines, ...declared( new ReflectionClass( $class ) ) );
	}
}
sort( $lines );
echo implode( "\n", $lines ), "\n";
