<?php
/**
 * The complete list of what WordPress may call in this plugin: no other file adds an action, a filter or a
 * registration. Each hook has one line and a named callback, so that it is easy to find and other plugins can remove
 * it. While a requirement is unmet, only the first part applies. If only the extension is missing, the second part
 * applies too; it spools what happens.
 *
 * Every line costs each page about a microsecond. Hooks that only wp-admin can fire (including admin-ajax.php and
 * admin-post.php) are therefore added only when is_admin() is true. Hooks that record money are always added, whichever
 * plugins are active: saving a microsecond is not worth losing a sale. Hook names are written out because reading a
 * class constant would load the class's file.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors;

\defined( 'ABSPATH' ) || exit;

\register_activation_hook( SIREN_DISTRIBUTORS_FILE, [ Lifecycle::class, 'activate' ] );
\register_deactivation_hook( SIREN_DISTRIBUTORS_FILE, [ Lifecycle::class, 'deactivate' ] );

\add_filter( 'site_status_tests', [ Admin\Screens\SiteHealth::class, 'add_tests' ] );
\add_filter( 'debug_information', [ Admin\Screens\SiteHealth::class, 'add_information' ] );

if ( ! Requirements::met() ) {
	\add_action( 'admin_menu', [ Admin\Screens\ExtensionNotice::class, 'add_page' ] );
	\add_action( 'admin_notices', [ Admin\Screens\ExtensionNotice::class, 'notice' ] );
	\add_action( 'admin_enqueue_scripts', [ Admin\Screens\ExtensionNotice::class, 'enqueue' ] );
	if ( ! Requirements::can_record() ) {
		return;
	}
}

// Set-up and upgrades. The option is autoloaded, so this check needs no query.
if ( SIREN_DISTRIBUTORS_VERSION !== \get_option( 'siren_set_up' ) ) {
	\add_action( 'init', [ Lifecycle::class, 'ensure' ] );
}
\add_action( 'activated_plugin', [ Lifecycle::class, 'grant_capabilities' ], 20, 0 );
\add_filter( 'cron_schedules', [ Heartbeat::class, 'add_interval' ] );
if ( \is_admin() ) {
	\add_action( 'admin_init', [ Heartbeat::class, 'schedule' ] );
}

// Events that other plugins record.
\add_action( 'siren_record', [ Recorder::class, 'take' ], 10, 2 );

// Orders that changed during this request are recorded at its end.
\add_action( 'shutdown', [ Sales\ChangedOrders::class, 'settle' ], 1 );

// WooCommerce and WooCommerce Subscriptions. Orders stored as posts are also saved and deleted through WordPress's own
// hooks.
\add_action( 'before_woocommerce_init', [ Integrations\WooCommerce::class, 'declare_compatibility' ] );
\add_action( 'woocommerce_checkout_order_processed', [ Integrations\WooCommerce::class, 'checkout_processed' ], 10, 3 );
\add_action( 'woocommerce_store_api_checkout_order_processed', [ Integrations\WooCommerce::class, 'block_checkout_processed' ] );
\add_action( 'woocommerce_new_order', [ Integrations\WooCommerce::class, 'order_created' ], 10, 2 );
\add_action( 'woocommerce_before_pay_action', [ Integrations\WooCommerce::class, 'order_paying' ] );
\add_action( 'woocommerce_new_order', [ Integrations\WooCommerce::class, 'seen' ], 1 );
\add_action( 'woocommerce_update_order', [ Integrations\WooCommerce::class, 'seen' ], 1 );
\add_action( 'woocommerce_after_order_object_save', [ Integrations\WooCommerce::class, 'seen' ], 1 );
\add_action( 'woocommerce_after_order_refund_object_save', [ Integrations\WooCommerce::class, 'seen' ], 1 );
\add_action( 'woocommerce_order_status_changed', [ Integrations\WooCommerce::class, 'seen' ], 1 );
\add_action( 'woocommerce_order_refunded', [ Integrations\WooCommerce::class, 'seen' ], 1 );
\add_action( 'woocommerce_saved_order_items', [ Integrations\WooCommerce::class, 'seen' ], 1 );
\add_action( 'woocommerce_new_order_item', [ Integrations\WooCommerce::class, 'item_written' ], 1, 3 );
\add_action( 'woocommerce_update_order_item', [ Integrations\WooCommerce::class, 'item_written' ], 1, 3 );
\add_action( 'woocommerce_before_delete_order_item', [ Integrations\WooCommerce::class, 'item_deleting' ], 1 );
\add_filter( 'woocommerce_pre_delete_order_refund', [ Integrations\WooCommerce::class, 'refund_deleting' ], 1, 2 );
\add_action( 'woocommerce_refund_deleted', [ Integrations\WooCommerce::class, 'refund_deleted' ], 1, 2 );
\add_action( 'woocommerce_trash_order', [ Integrations\WooCommerce::class, 'seen' ], 1 );
\add_action( 'woocommerce_untrash_order', [ Integrations\WooCommerce::class, 'seen' ], 1 );
\add_action( 'woocommerce_before_delete_order', [ Integrations\WooCommerce::class, 'deleting' ], 1 );
\add_action( 'wp_trash_post', [ Integrations\WooCommerce::class, 'post_seen' ] );
\add_action( 'before_delete_post', [ Integrations\WooCommerce::class, 'post_deleting' ] );
\add_action( 'untrashed_post', [ Integrations\WooCommerce::class, 'post_seen' ] );
\add_filter( 'woocommerce_orders_table_datastore_should_save_after_meta_change', [ Integrations\WooCommerce::class, 'saves_after_keeping' ] );
\add_filter( 'wcs_renewal_order_created', [ Integrations\WooCommerce::class, 'renewal_created' ], 10, 2 );

// Easy Digital Downloads and its Recurring Payments.
\add_action( 'edd_built_order', [ Integrations\EasyDigitalDownloads::class, 'order_built' ] );
\add_action( 'edd_order_added', [ Integrations\EasyDigitalDownloads::class, 'made' ], 1 );
\add_action( 'edd_order_updated', [ Integrations\EasyDigitalDownloads::class, 'seen' ], 1 );
\add_action( 'edd_transition_order_status', [ Integrations\EasyDigitalDownloads::class, 'status_changed' ], 1, 3 );
\add_action( 'edd_refund_order', [ Integrations\EasyDigitalDownloads::class, 'seen' ], 1 );
\add_action( 'edd_order_item_added', [ Integrations\EasyDigitalDownloads::class, 'item_written' ], 1 );
\add_action( 'edd_order_item_updated', [ Integrations\EasyDigitalDownloads::class, 'item_written' ], 1 );
\add_action( 'edd_order_adjustment_added', [ Integrations\EasyDigitalDownloads::class, 'adjustment_written' ], 1 );
\add_action( 'edd_order_adjustment_updated', [ Integrations\EasyDigitalDownloads::class, 'adjustment_written' ], 1 );
\add_action( 'delete_edd_order_meta', [ Integrations\EasyDigitalDownloads::class, 'meta_deleting' ], 1, 4 );
\add_action( 'delete_edd_order_item_meta', [ Integrations\EasyDigitalDownloads::class, 'meta_deleting' ], 1, 4 );
\add_action( 'delete_edd_order_adjustment_meta', [ Integrations\EasyDigitalDownloads::class, 'meta_deleting' ], 1, 4 );
\add_action( 'edd_order_deleted', [ Integrations\EasyDigitalDownloads::class, 'deleted' ], 1 );
\add_action( 'edd_recurring_add_subscription_payment', [ Integrations\EasyDigitalDownloads::class, 'renewed' ] );

// LifterLMS.
\add_action( 'lifterlms_course_completed', [ Integrations\LifterLms::class, 'course_completed' ], 10, 2 );
\add_action( 'lifterlms_lesson_completed', [ Integrations\LifterLms::class, 'lesson_completed' ], 10, 2 );
\add_action( 'save_post_llms_order', [ Integrations\LifterLms::class, 'order_saved' ], 10, 3 );
\add_action( 'transition_post_status', [ Integrations\LifterLms\Payments::class, 'post_moved' ], 1, 3 );
\add_action( 'before_delete_post', [ Integrations\LifterLms\Payments::class, 'post_deleting' ], 1 );

// Sensei LMS. Its own callbacks may redirect the student and end the request, so ours must run first.
\add_action( 'sensei_user_course_end', [ Integrations\SenseiLms::class, 'course_completed' ], 1, 2 );
\add_action( 'sensei_user_lesson_end', [ Integrations\SenseiLms::class, 'lesson_completed' ], 1, 2 );

// LearnPress.
\add_action( 'learn-press/user-course-finished', [ Integrations\LearnPress::class, 'course_finished' ], 10, 2 );
\add_action( 'learn-press/user-completed-lesson', [ Integrations\LearnPress::class, 'lesson_completed' ], 10, 3 );
\add_action( 'learn-press/checkout-order-processed', [ Integrations\LearnPress::class, 'checkout_processed' ] );
\add_action( 'transition_post_status', [ Integrations\LearnPress\Orders::class, 'post_moved' ], 1, 3 );
\add_action( 'learn-press/order/status-changed', [ Integrations\LearnPress\Orders::class, 'status_changed' ], 1, 3 );
\add_action( 'learn-press/added-order-item-data', [ Integrations\LearnPress\Orders::class, 'item_added' ], 1, 3 );
\add_action( 'learn-press/deleted-order-item', [ Integrations\LearnPress\Orders::class, 'item_deleted' ], 1, 2 );
\add_action( 'before_delete_post', [ Integrations\LearnPress\Orders::class, 'post_deleting' ], 1 );

// Tutor LMS.
\add_action( 'tutor_course_complete_after', [ Integrations\TutorLms::class, 'course_completed' ], 10, 2 );
\add_action( 'tutor_mark_lesson_complete_after', [ Integrations\TutorLms::class, 'lesson_completed' ], 10, 2 );
\add_action( 'tutor_order_placed', [ Integrations\TutorLms::class, 'order_placed' ] );
\add_action( 'tutor_order_placed', [ Integrations\TutorLms\Orders::class, 'seen' ], 1 );
\add_action( 'tutor_order_updated', [ Integrations\TutorLms\Orders::class, 'seen' ], 1 );
\add_action( 'tutor_order_payment_updated', [ Integrations\TutorLms\Orders::class, 'seen' ], 1 );
\add_action( 'tutor_before_order_mark_as_paid', [ Integrations\TutorLms\Orders::class, 'seen' ], 1 );
\add_action( 'tutor_order_payment_status_changed', [ Integrations\TutorLms\Orders::class, 'seen' ], 1 );
\add_action( 'tutor_before_order_cancel', [ Integrations\TutorLms\Orders::class, 'seen' ], 1 );
\add_action( 'tutor_before_initiate_refund', [ Integrations\TutorLms\Orders::class, 'seen' ], 1 );
\add_action( 'tutor_after_order_refund', [ Integrations\TutorLms\Orders::class, 'seen' ], 1 );
\add_action( 'tutor_after_add_order_discount', [ Integrations\TutorLms\Orders::class, 'seen' ], 1 );
\add_action( 'tutor_before_order_bulk_action', [ Integrations\TutorLms\Orders::class, 'bulk_action' ], 1, 2 );

// MasterStudy LMS.
\add_action( 'stm_lms_progress_updated', [ Integrations\MasterStudyLms::class, 'progressed' ], 10, 3 );
\add_action( 'stm_lms_lesson_passed', [ Integrations\MasterStudyLms::class, 'lesson_passed' ], 10, 3 );
\add_action( 'save_post_stm-orders', [ Integrations\MasterStudyLms::class, 'order_saved' ], 10, 3 );
\add_action( 'update_post_meta', [ Integrations\MasterStudyLms\Orders::class, 'meta_writing' ], 1, 4 );
\add_action( 'added_post_meta', [ Integrations\MasterStudyLms\Orders::class, 'meta_written' ], 1, 2 );
\add_action( 'updated_post_meta', [ Integrations\MasterStudyLms\Orders::class, 'meta_written' ], 1, 2 );
\add_action( 'deleted_post_meta', [ Integrations\MasterStudyLms\Orders::class, 'meta_written' ], 1, 2 );
\add_action( 'transition_post_status', [ Integrations\MasterStudyLms\Orders::class, 'post_moved' ], 1, 3 );
\add_action( 'before_delete_post', [ Integrations\MasterStudyLms\Orders::class, 'post_deleting' ], 1 );

// LearnDash.
\add_action( 'learndash_course_completed', [ Integrations\LearnDash::class, 'course_completed' ] );
\add_action( 'learndash_lesson_completed', [ Integrations\LearnDash::class, 'lesson_completed' ] );

// Visits counted by the script in the page.
\add_action( 'wp_enqueue_scripts', [ Visits\Page::class, 'enqueue' ] );
\add_filter( 'script_loader_tag', [ Visits\Page::class, 'add_data' ], 10, 2 );
\add_action( 'template_redirect', [ Visits\Page::class, 'identify' ] );
\add_action( 'set_logged_in_cookie', [ Visits\Page::class, 'logged_in' ], 10, 4 );
\add_action( 'clear_auth_cookie', [ Visits\Page::class, 'logged_out' ], 10, 0 );
\add_action( 'rest_api_init', [ Visits\Route::class, 'register' ], 10, 0 );
\add_action( 'clean_post_cache', [ Integrations\BlogPosts::class, 'changed' ], 10, 2 );
\add_action( 'siren_heartbeat', [ Visits\Endpoint::class, 'keep' ], 20, 0 );
\add_action( 'update_option_siren_settings', [ Visits\Endpoint::class, 'keep' ], 10, 0 );
\add_action( 'init', [ Visits\Consent::class, 'describe_cookies' ] );
\add_filter( 'wp_consent_api_registered_' . \plugin_basename( SIREN_DISTRIBUTORS_FILE ), [ Visits\Consent::class, 'is_asked' ], 10, 0 );

// Visits counted on the server. The link is remembered before WordPress or another plugin redirects, and counted
// afterwards. No redirect loses the code, whichever way visits are counted.
\add_filter( 'wp_redirect', [ Integrations\AffiliateLinks::class, 'carry_on' ], 99 );
\add_action( 'template_redirect', [ Integrations\AffiliateLinks::class, 'follow_pretty_form' ], 0 );
\add_action( 'template_redirect', [ Integrations\AffiliateLinks::class, 'remember' ], 1 );
\add_action( 'template_redirect', [ Integrations\AffiliateLinks::class, 'record' ], 20 );
\add_action( 'template_redirect', [ Integrations\BlogPosts::class, 'record' ], 20 );
\add_filter( 'get_canonical_url', [ Integrations\AffiliateLinks::class, 'strip_code' ] );
\add_filter( 'wpseo_canonical', [ Integrations\AffiliateLinks::class, 'strip_code' ] );
\add_filter( 'rank_math/frontend/canonical', [ Integrations\AffiliateLinks::class, 'strip_code' ] );

// Privacy.
if ( \is_admin() ) {
	\add_action( 'admin_init', [ Privacy::class, 'add_policy' ] );
}
\add_filter( 'wp_privacy_personal_data_exporters', [ Privacy::class, 'add_exporter' ] );
\add_filter( 'wp_privacy_personal_data_erasers', [ Privacy::class, 'add_eraser' ] );

// Deleted accounts.
\add_action( 'deleted_user', [ Accounts::class, 'deleted' ] );
\add_action( 'wpmu_delete_user', [ Accounts::class, 'deleted_from_network' ] );

if ( ! Requirements::met() ) {
	return;
}

// The heartbeat.
\add_action( 'siren_heartbeat', [ Heartbeat::class, 'run' ], 10, 0 );
\add_action( 'siren_heartbeat', [ Backfill\Jobs::class, 'go_on' ], 30, 0 );
\add_action( 'siren_heartbeat', [ Admin\Support\Exposure::class, 'keep' ], 40, 0 );
\add_action( 'siren_heartbeat', [ Admin\Form\Submission::class, 'forget_expired' ], 50, 0 );
\add_action( 'siren_heartbeat', [ Admin\Screens\ImportJob::class, 'beat' ], 60, 0 );
\add_action( 'siren_heartbeat', [ Admin\Support\Download::class, 'forget_left' ], 70, 0 );
\add_action( 'update_option_siren_settings', [ Backfill\Jobs::class, 'settings_saved' ] );

// The collaborators' dashboard.
\add_action( 'init', [ Dashboard\Block::class, 'register' ] );
\add_shortcode( 'siren_dashboard', [ Dashboard\Dashboard::class, 'render' ] );
\add_action( 'template_redirect', [ Dashboard\Statement::class, 'show' ], 5 );

// Everything below is only for wp-admin.
if ( ! \is_admin() ) {
	return;
}
\add_action( 'admin_init', [ Dashboard\Block::class, 'describe' ] );

// Screens.
\add_action( 'admin_menu', [ Admin\Screens\Menu::class, 'add_pages' ] );
\add_action( 'admin_enqueue_scripts', [ Admin\Screens\Menu::class, 'enqueue' ] );
\add_action( 'current_screen', [ Admin\Screens\Help::class, 'add' ] );
\add_action( 'wp_dashboard_setup', [ Admin\Screens\OverviewScreen::class, 'add_widget' ] );
\add_action( 'admin_notices', [ Admin\Screens\SiteQuestion::class, 'ask' ] );
\add_filter( 'removable_query_args', [ Admin\Support\Notice::class, 'add_removable' ] );
\add_action( 'admin_init', [ Admin\Screens\SettingsScreen::class, 'register' ] );
\add_action( 'add_option_' . Settings::OPTION, [ Store::class, 'reopen' ] );
\add_action( 'update_option_' . Settings::OPTION, [ Store::class, 'reopen' ] );
\add_filter( 'plugin_action_links_' . \plugin_basename( SIREN_DISTRIBUTORS_FILE ), [ Admin\Screens\Menu::class, 'add_plugin_links' ] );

// The owners box on the edit screens of products and courses.
\add_action( 'add_meta_boxes', [ Admin\Screens\OwnersBox::class, 'add' ] );
\add_action( 'save_post', [ Admin\Screens\OwnersBox::class, 'save' ] );

// Form submissions. Other plugins are notified after the response has been sent.
\add_action( 'shutdown', [ Outbox::class, 'end_of_request' ], 20 );
\add_action( 'admin_post_siren_save_distributor', [ Admin\Screens\DistributorsScreen::class, 'save' ] );
\add_action( 'admin_post_siren_set_distributor_status', [ Admin\Screens\DistributorsScreen::class, 'set_status' ] );
\add_action( 'admin_post_siren_duplicate_distributor', [ Admin\Screens\DistributorCopies::class, 'duplicate' ] );
\add_action( 'admin_post_siren_export_distributor', [ Admin\Screens\DistributorCopies::class, 'export' ] );
\add_action( 'admin_post_siren_import_distributor', [ Admin\Screens\DistributorCopies::class, 'import' ] );
\add_action( 'wp_ajax_siren_preview_distributor', [ Admin\Screens\DistributorsScreen::class, 'preview' ] );
\add_action( 'admin_post_siren_approve_distribution', [ Admin\Screens\DistributionsScreen::class, 'approve' ] );
\add_action( 'admin_post_siren_trigger_distribution', [ Admin\Screens\DistributionsScreen::class, 'trigger' ] );
\add_action( 'admin_post_siren_download_distribution', [ Admin\Screens\DistributionsScreen::class, 'download' ] );
\add_action( 'admin_post_siren_credit', [ Admin\Screens\ManualEntries::class, 'credit' ] );
\add_action( 'admin_post_siren_top_up', [ Admin\Screens\ManualEntries::class, 'top_up' ] );
\add_action( 'admin_post_siren_adjust', [ Admin\Screens\ManualEntries::class, 'adjust' ] );
\add_action( 'admin_post_siren_hold_obligation', [ Admin\Screens\Hold::class, 'hold' ] );
\add_action( 'admin_post_siren_release_obligation', [ Admin\Screens\Hold::class, 'release' ] );
\add_action( 'admin_post_siren_save_collaborator', [ Admin\Screens\CollaboratorsScreen::class, 'save' ] );
\add_action( 'admin_post_siren_import_collaborators', [ Admin\Screens\CollaboratorImport::class, 'import' ] );
\add_action( 'admin_post_siren_create_fulfillment', [ Admin\Screens\PayoutsScreen::class, 'create_fulfillment' ] );
\add_action( 'admin_post_siren_set_payout', [ Admin\Screens\PayoutsScreen::class, 'set_payout' ] );
\add_action( 'admin_post_siren_export_rows', [ Admin\Support\CsvExport::class, 'export' ] );
\add_action( 'admin_post_siren_site_moved', [ Admin\Screens\SiteQuestion::class, 'moved' ] );
\add_action( 'admin_post_siren_site_copied', [ Admin\Screens\SiteQuestion::class, 'copied' ] );
\add_action( 'admin_post_siren_run_heartbeat', [ Admin\Screens\StatusScreen::class, 'run_heartbeat' ] );
\add_action( 'admin_post_siren_confirm_time', [ Admin\Screens\StatusScreen::class, 'confirm_time' ] );
\add_action( 'admin_post_siren_verify', [ Admin\Screens\Verification::class, 'run' ] );
\add_action( 'admin_post_siren_rebuild', [ Admin\Screens\Rebuilding::class, 'run' ] );
\add_action( 'admin_post_siren_begin_ledger', [ Admin\Screens\Rebuilding::class, 'begin_anew' ] );
\add_action( 'admin_post_siren_download_ledger', [ Admin\Screens\Verification::class, 'download' ] );
\add_action( 'admin_post_siren_dispute', [ Dashboard\Dispute::class, 'send' ] );
\add_action( 'admin_post_siren_answer_dispute', [ Admin\Screens\DisputeAnswer::class, 'answer' ] );
\add_action( 'admin_post_siren_looked_at', [ Admin\Screens\ActivityScreen::class, 'dismiss' ] );
\add_action( 'admin_post_siren_forget_failures', [ Admin\Screens\StatusScreen::class, 'forget_failures' ] );
\add_action( 'admin_post_siren_check_beacon', [ Admin\Screens\VisitsPanel::class, 'check' ] );
\add_action( 'admin_post_siren_backfill_past', [ Admin\Screens\BackfillPanel::class, 'begin' ] );
