<?php
/**
 * Plugin Name: Latchkey
 * Description: Serves the preview of a post to everybody and the whole to those who may read it, as Latchkey says.
 * Version: 1.0.0
 * Requires at least: 6.1
 * Requires PHP: 8.2
 * Text Domain: latchkey
 *
 * The whole text of a post that is not free never lies where WordPress looks for content: `post_content` holds
 * the preview, `post_content_filtered` the whole. Whatever forgets to ask, serves the preview.
 */

declare(strict_types=1);

namespace Latchkey;

defined('ABSPATH') || exit;

const FOLDER = __DIR__;
const FILE = __FILE__;

foreach (
    [
        'level', 'settings', 'service', 'token', 'keys', 'revocations', 'crawler', 'article', 'text', 'reader', 'page', 'profile',
        'doors', 'attachment', 'registrar', 'editor', 'settings-page',
    ] as $part
) {
    require_once FOLDER . "/parts/$part.php";
}

Text::hook();
Page::hook();
Doors::hook();
Attachment::hook();
Registrar::hook();
Crawlers::hook();
Editor::hook();
SettingsPage::hook();

register_deactivation_hook(FILE, static function (): void {
    wp_clear_scheduled_hook(Registrar::RETRY);
    wp_clear_scheduled_hook(Crawlers::REFRESH);
});
