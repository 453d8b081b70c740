<?php
/**
 * A submitted form.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Form;

use Siren\Distributors\Outbox;
use Siren\Distributors\Store;
use Siren\Distributors\Wording;
use Siren\Exception\InvalidInput;
use Siren\Exception\SirenException;

\defined( 'ABSPATH' ) || exit;

/**
 * A POST request from one of our forms. It is checked first, read as text, and always answered with a redirect, so that
 * reloading a page never submits a form again. If the engine rejects it, the user returns to the form with the engine's
 * reasons and everything that was typed.
 */
final class Submission {

	private const KEPT_SECONDS = 600;

	/** Prefix of the transients that store it. */
	private const NAME = 'siren_refused_';

	/**
	 * The submitted fields, unslashed.
	 *
	 * @var array<string,mixed>
	 */
	private array $sent;

	/**
	 * Reads the current request; ends it if the user may not do this.
	 *
	 * @param string $action     Name of the action, which is also the nonce's.
	 * @param string $capability Required capability.
	 */
	public function __construct( string $action, string $capability ) {
		if ( 'POST' !== ( $_SERVER['REQUEST_METHOD'] ?? '' ) ) {
			\wp_die( \esc_html__( 'This URL only accepts form submissions.', 'siren-distributors' ), '', [ 'response' => 405 ] );
		}
		\check_admin_referer( $action );
		if ( ! \current_user_can( $capability ) ) {
			\wp_die( \esc_html__( 'Sorry, you are not allowed to do this.', 'siren-distributors' ), '', [ 'response' => 403 ] );
		}
		$this->sent = \wp_unslash( $_POST );
	}

	/**
	 * A single-line field; '' if it was not submitted.
	 *
	 * @param string $name Field.
	 */
	public function text( string $name ): string {
		$value = $this->sent[ $name ] ?? '';
		return \is_string( $value ) ? self::line( $value ) : '';
	}

	/**
	 * The non-empty lines of a field.
	 *
	 * @param string $name Field.
	 * @return string[]
	 */
	public function lines( string $name ): array {
		$value = $this->sent[ $name ] ?? '';
		$lines = \is_string( $value ) ? \array_map( [ self::class, 'line' ], \explode( "\n", $value ) ) : [];
		return \array_values( \array_filter( $lines, static fn( string $line ): bool => '' !== $line ) );
	}

	/**
	 * An id; 0 if none was submitted.
	 *
	 * @param string $name Field.
	 */
	public function id( string $name ): int {
		return \absint( $this->text( $name ) );
	}

	/**
	 * The fields submitted under one name, by key.
	 *
	 * @param string $name Field.
	 * @return array<string,string>
	 */
	public function group( string $name ): array {
		$value = $this->sent[ $name ] ?? [];
		$texts = \is_array( $value ) ? \array_filter( $value, 'is_string' ) : [];
		return \array_map( [ self::class, 'line' ], $texts );
	}

	/**
	 * Whether a checkbox was checked.
	 *
	 * @param string $name Field.
	 */
	public function ticked( string $name ): bool {
		return '' !== $this->text( $name );
	}

	/**
	 * A field as submitted, with line breaks.
	 *
	 * @param string $name Field.
	 */
	public function raw( string $name ): string {
		$value = $this->sent[ $name ] ?? '';
		return \is_string( $value ) ? \wp_check_invalid_utf8( $value ) : '';
	}

	/**
	 * Contents of an uploaded file; null if none was submitted or it is too large.
	 *
	 * @param string $name  Field.
	 * @param int    $bytes Maximum size.
	 */
	public function file( string $name, int $bytes ): ?string {
		$path = $_FILES[ $name ]['tmp_name'] ?? ''; // phpcs:ignore WordPress.Security -- PHP's own name for it, checked in the next line; the constructor saw to the nonce.
		if ( ! \is_string( $path ) || ! \is_uploaded_file( $path ) || (int) \filesize( $path ) > $bytes ) {
			return null;
		}
		return \wp_check_invalid_utf8( (string) \file_get_contents( $path ) );
	}

	/**
	 * Path of an uploaded file; null if none was submitted.
	 *
	 * @param string $name  Field.
	 * @param int    $bytes Maximum size.
	 * @throws Refusal When it is too large or the upload is incomplete.
	 */
	public function upload( string $name, int $bytes ): ?string {
		$error = $_FILES[ $name ]['error'] ?? UPLOAD_ERR_NO_FILE;
		$path  = $_FILES[ $name ]['tmp_name'] ?? ''; // phpcs:ignore WordPress.Security -- PHP's own name for it, checked below; the constructor saw to the nonce.
		if ( UPLOAD_ERR_NO_FILE === $error || ! \is_string( $path ) ) {
			return null;
		}
		$most = \min( $bytes, (int) \wp_max_upload_size() );
		if ( \in_array( $error, [ UPLOAD_ERR_INI_SIZE, UPLOAD_ERR_FORM_SIZE ], true ) || ( UPLOAD_ERR_OK === $error && \is_file( $path ) && (int) \filesize( $path ) > $most ) ) {
			/* translators: %s: a size, such as "20 MB". */
			throw new Refusal( '', \sprintf( \__( 'The file is larger than %s. Split it into smaller files.', 'siren-distributors' ), (string) \size_format( $most ) ) );
		}
		if ( UPLOAD_ERR_OK !== $error || ! \is_uploaded_file( $path ) ) {
			throw new Refusal( '', \__( 'The upload was incomplete. Upload the file again.', 'siren-distributors' ) );
		}
		return $path;
	}

	/**
	 * Performs the action and redirects to a screen, or back to the form if the engine rejects it.
	 *
	 * @param string            $back    URL of the form.
	 * @param callable():string $do      Performs the action; returns the URL to redirect to.
	 * @param array             $typed   What the form should show again.
	 */
	public function carry_out( string $back, callable $do, array $typed = [] ): never {
		$this->answer(
			$back,
			static function () use ( $do ): string {
				Store::open();
				// Also after a rejection: part of the work may have been done.
				Outbox::deliver_at_the_end();
				return $do();
			},
			$typed
		);
	}

	/**
	 * Like carry_out(), but does not open the ledger: for actions that must work without it.
	 *
	 * @param string            $back    URL of the form.
	 * @param callable():string $do      Performs the action; returns the URL to redirect to.
	 * @param array             $typed   What the form should show again.
	 */
	public function answer( string $back, callable $do, array $typed = [] ): never {
		try {
			$next = $do();
		} catch ( InvalidInput | Refusal $refusal ) {
			self::keep( $typed, $refusal->problems(), '' );
			$next = $back;
		} catch ( SirenException $refusal ) {
			self::keep( $typed, [], Wording::failure( $refusal ), $refusal->parts()['code'] ?? '' );
			$next = $back;
		}
		\wp_safe_redirect( $next );
		exit;
	}

	/**
	 * Why the current user's last form was rejected. Returned only once; null if it was accepted.
	 *
	 * @return ?array{typed:array,problems:array,message:string,code:string}
	 */
	public static function refused(): ?array {
		$kept = \get_transient( self::key() );
		if ( ! \is_array( $kept ) ) {
			return null;
		}
		\delete_transient( self::key() );
		return [
			'typed'    => \is_array( $kept['typed'] ) ? $kept['typed'] : [],
			'problems' => \is_array( $kept['problems'] ) ? $kept['problems'] : [],
			'message'  => (string) $kept['message'],
			'code'     => (string) ( $kept['code'] ?? '' ),
		];
	}

	/**
	 * Submitted text as one line of valid UTF-8. All visible characters stay: a reference such as `A<B>` or `100%25` is
	 * stored as typed and escaped on output.
	 *
	 * @param string $sent Untrusted.
	 */
	public static function line( string $sent ): string {
		return \trim( (string) \preg_replace( '/[\x00-\x1F\x7F]+/', ' ', \wp_check_invalid_utf8( $sent ) ) );
	}

	/**
	 * Stores what was typed, and what is wrong with it, for the next screen: after a rejection, or to show a form again
	 * after a preview.
	 *
	 * @param array  $typed    What was typed.
	 * @param array  $problems Problems from the engine, each with `path` and `message`.
	 * @param string $message  A rejection that concerns no field.
	 * @param string $code     The engine's code of that message; '' if it is not the engine's.
	 */
	public static function keep( array $typed, array $problems, string $message, string $code = '' ): void {
		\set_transient(
			self::key(),
			[
				'typed'    => $typed,
				'problems' => $problems,
				'message'  => $message,
				'code'     => $code,
			],
			self::KEPT_SECONDS
		);
	}

	/**
	 * Deletes expired entries. WordPress itself only does that once a day, and they may contain bank details. Called by
	 * the heartbeat.
	 */
	public static function forget_expired(): void {
		self::forget( \time() );
	}

	/** Deletes all entries, when the plugin is removed. */
	public static function forget_all(): void {
		self::forget( PHP_INT_MAX );
	}

	/**
	 * Deletes entries that expire before a given time.
	 *
	 * @param int $before Unix timestamp.
	 */
	private static function forget( int $before ): void {
		global $wpdb;
		$timeout = '_transient_timeout_';
		// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- options are read by their exact names only.
		$names = $wpdb->get_col( $wpdb->prepare( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE %s AND CAST(option_value AS SIGNED) < %d", $wpdb->esc_like( $timeout . self::NAME ) . '%', $before ) );
		foreach ( $names as $name ) {
			\delete_transient( \substr( (string) $name, \strlen( $timeout ) ) );
		}
	}

	/** Name of the current user's transient. */
	private static function key(): string {
		return self::NAME . \get_current_user_id();
	}
}
