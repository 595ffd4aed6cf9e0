<?php
/** What the plugin kept, but not the posts: they stay as they are, with their previews before everybody. */

declare(strict_types=1);

defined('WP_UNINSTALL_PLUGIN') || exit;

global $wpdb;
foreach (['', '_key', '_keys', '_revocations', '_trouble', '_crawler_ranges'] as $name) {
    delete_option("latchkey$name");
}
$waiting = $wpdb->esc_like('latchkey_waiting_') . '%';
$wpdb->query($wpdb->prepare("DELETE FROM {$wpdb->options} WHERE option_name LIKE %s", $waiting));
delete_metadata('user', 0, '_latchkey_told', '', true);
wp_clear_scheduled_hook('latchkey_retry');
wp_clear_scheduled_hook('latchkey_refresh_crawlers');
