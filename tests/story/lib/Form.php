<?php
/** A form as a browser sees it: its action, and its fields with their values. */

declare(strict_types=1);

namespace Siren\Story;

use DOMElement;
use DOMXPath;

final class Form {

	/** @param array<string, string> $fields By name, like `product[12]`. */
	private function __construct( public readonly string $action, private array $fields, private readonly DOMElement $element ) {}

	/** Reads a form element of a page. */
	public static function read( DOMElement $element, DOMXPath $page, string $address ): self {
		$fields = [];
		foreach ( $page->query( './/input[@name]|.//select[@name]|.//textarea[@name]', $element ) as $field ) {
			$value = self::value( $field, $page );
			if ( null !== $value ) {
				$fields[ $field->getAttribute( 'name' ) ] = $value;
			}
		}
		$action = $element->getAttribute( 'action' ) ?: $address;
		if ( str_starts_with( $action, '/' ) ) {
			$action = preg_replace( '#^(https?://[^/]+).*#', '$1', $address ) . $action;
		}
		return new self( $action, $fields, $element );
	}

	/** Fills in fields; a nonexistent field is an error of the caller. */
	public function fill( array $values ): self {
		foreach ( $values as $name => $value ) {
			array_key_exists( $name, $this->fields ) || throw new Missing( "the form has no field $name, only " . implode( ', ', array_keys( $this->fields ) ) );
			$this->fields[ $name ] = (string) $value;
		}
		return $this;
	}

	/** @return string What stands in a field. */
	public function value_of( string $name ): string {
		return $this->fields[ $name ] ?? throw new Missing( "the form has no field $name" );
	}

	/** Submits the form with one of its buttons, whose name and value are included. */
	public function press( string $name, string $value ): self {
		$this->fields[ $name ] = $value;
		return $this;
	}

	/** @return string The value of the option of a select field whose text is this. */
	public function option( string $field, string $text ): string {
		foreach ( $this->element->getElementsByTagName( 'select' ) as $select ) {
			foreach ( $select->getElementsByTagName( 'option' ) as $option ) {
				if ( $select->getAttribute( 'name' ) === $field && trim( $option->textContent ) === $text ) {
					return $option->getAttribute( 'value' );
				}
			}
		}
		throw new Missing( "no option $text in $field" );
	}

	/** @return string As a browser sends it. */
	public function body(): string {
		return implode( '&', array_map( fn( string $name, string $value ): string => rawurlencode( $name ) . '=' . rawurlencode( $value ), array_keys( $this->fields ), $this->fields ) );
	}

	/** @return ?string Null for what a browser would not send. */
	private static function value( DOMElement $field, DOMXPath $page ): ?string {
		if ( 'select' === $field->nodeName ) {
			$option = $page->query( './/option[@selected]', $field )->item( 0 ) ?? $page->query( './/option', $field )->item( 0 );
			return $option instanceof DOMElement ? ( $option->hasAttribute( 'value' ) ? $option->getAttribute( 'value' ) : $option->textContent ) : null;
		}
		if ( 'textarea' === $field->nodeName ) {
			return $field->textContent;
		}
		return match ( $field->getAttribute( 'type' ) ) {
			'checkbox', 'radio'         => $field->hasAttribute( 'checked' ) ? ( $field->getAttribute( 'value' ) ?: 'on' ) : null,
			'submit', 'button', 'image' => null,
			default                     => $field->getAttribute( 'value' ),
		};
	}
}
