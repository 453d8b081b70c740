<?php
/**
 * What a form sent.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Admin\Form;

use Siren\Distributors\Outbox;
use Siren\Distributors\Store;
use Siren\Exception\InvalidInput;
use Siren\Exception\SirenException;

\defined( 'ABSPATH' ) || exit;

/**
 * One POST of one of our forms: checked first, read as text, answered by a redirect in every case, so that reloading a
 * page never sends a form again. What the engine refuses comes back to the form it came from, with the engine's reasons
 * and everything that was typed.
 */
final class Submission {

	private const KEPT_SECONDS = 600;

	/** Begins the names of the transients in which it is kept. */
	private const NAME = 'siren_refused_';

	/**
	 * What was sent, without WordPress's slashes.
	 *
	 * @var array<string,mixed>
	 */
	private array $sent;

	/**
	 * Takes the present request, or ends it where the sender may not do this.
	 *
	 * @param string $action     Name of the action, which is also the nonce's.
	 * @param string $capability Needed for it.
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
	 * A line of text; '' when it was not sent.
	 *
	 * @param string $name Field.
	 */
	public function text( string $name ): string {
		$value = $this->sent[ $name ] ?? '';
		return \is_string( $value ) ? self::line( $value ) : '';
	}

	/**
	 * Lines of text, none of them empty.
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
	 * An id; 0 when none was sent.
	 *
	 * @param string $name Field.
	 */
	public function id( string $name ): int {
		return \absint( $this->text( $name ) );
	}

	/**
	 * Fields that were sent under one name, as text by key.
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
	 * Whether a box was ticked.
	 *
	 * @param string $name Field.
	 */
	public function ticked( string $name ): bool {
		return '' !== $this->text( $name );
	}

	/**
	 * A text as it was sent, of any number of lines.
	 *
	 * @param string $name Field.
	 */
	public function raw( string $name ): string {
		$value = $this->sent[ $name ] ?? '';
		return \is_string( $value ) ? \wp_check_invalid_utf8( $value ) : '';
	}

	/**
	 * What is in an uploaded file; null when none was sent, or one that is larger than it may be.
	 *
	 * @param string $name  Field.
	 * @param int    $bytes How large it may be.
	 */
	public function file( string $name, int $bytes ): ?string {
		$path = $_FILES[ $name ]['tmp_name'] ?? ''; // phpcs:ignore WordPress.Security -- PHP's own name for it, checked in the next line; the constructor saw to the nonce.
		if ( ! \is_string( $path ) || ! \is_uploaded_file( $path ) || (int) \filesize( $path ) > $bytes ) {
			return null;
		}
		return \wp_check_invalid_utf8( (string) \file_get_contents( $path ) );
	}

	/**
	 * Where PHP put an uploaded file; null when none was sent.
	 *
	 * @param string $name  Field.
	 * @param int    $bytes How large it may be.
	 * @throws Refusal When it is larger, or did not arrive as a whole.
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
	 * Does what the form asked for and goes on to a screen; where the engine refuses, back to the form.
	 *
	 * @param string            $back    Address of the form.
	 * @param callable():string $do      Does it; returns the address to go to.
	 * @param array             $typed   What the form shall show again.
	 */
	public function carry_out( string $back, callable $do, array $typed = [] ): never {
		$this->answer(
			$back,
			static function () use ( $do ): string {
				Store::open();
				// Also where it is refused: of several things some may be done by then.
				Outbox::deliver_at_the_end();
				return $do();
			},
			$typed
		);
	}

	/**
	 * The same without opening the ledger: for what is there also when that cannot be done.
	 *
	 * @param string            $back    Address of the form.
	 * @param callable():string $do      Does it; returns the address to go to.
	 * @param array             $typed   What the form shall show again.
	 */
	public function answer( string $back, callable $do, array $typed = [] ): never {
		try {
			$next = $do();
		} catch ( InvalidInput | Refusal $refusal ) {
			self::keep( $typed, $refusal->problems(), '' );
			$next = $back;
		} catch ( SirenException $refusal ) {
			self::keep( $typed, [], $refusal->getMessage() );
			$next = $back;
		}
		\wp_safe_redirect( $next );
		exit;
	}

	/**
	 * What the present user's last form was refused with, once; null when the last one was taken.
	 *
	 * @return ?array{typed:array,problems:array,message:string}
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
		];
	}

	/**
	 * Sent text as one line of valid UTF-8. Everything that can be seen stays: a reference like `A<B>` or `100%25` is
	 * kept as it was typed, and escaped where it is shown.
	 *
	 * @param string $sent Anything.
	 */
	public static function line( string $sent ): string {
		return \trim( (string) \preg_replace( '/[\x00-\x1F\x7F]+/', ' ', \wp_check_invalid_utf8( $sent ) ) );
	}

	/**
	 * Keeps for the next screen what was typed and what is wrong with it: after a refusal, or to show a form again that was
	 * only tried.
	 *
	 * @param array  $typed    What was typed.
	 * @param array  $problems The engine's, each `path` and `message`.
	 * @param string $message  A refusal that is of no field.
	 */
	public static function keep( array $typed, array $problems, string $message ): void {
		\set_transient(
			self::key(),
			[
				'typed'    => $typed,
				'problems' => $problems,
				'message'  => $message,
			],
			self::KEPT_SECONDS
		);
	}

	/**
	 * Deletes what nobody came back for. WordPress itself does so once a day, and what was typed can be somebody's bank
	 * account. Called by the heartbeat.
	 */
	public static function forget_expired(): void {
		self::forget( \time() );
	}

	/**
	 * Deletes all of it: the plugin is removed.
	 */
	public static function forget_all(): void {
		self::forget( PHP_INT_MAX );
	}

	/**
	 * Deletes what expires before a moment.
	 *
	 * @param int $before Seconds since 1970.
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

	/**
	 * Name of the present user's transient.
	 */
	private static function key(): string {
		return self::NAME . \get_current_user_id();
	}
}
