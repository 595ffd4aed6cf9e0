<?php

declare(strict_types=1);

namespace Latchkey;

/** Where authors say who a post is for: a panel in the block editor, a box in the classic one. */
final class Editor
{
    private const NONCE = 'latchkey_nonce';
    private const FORM = 'latchkey_article';

    public static function hook(): void
    {
        add_action('init', self::registerMeta(...));
        add_action('enqueue_block_editor_assets', self::panel(...));
        add_action('add_meta_boxes', self::box(...));
        add_action('save_post', self::save(...), 5);
    }

    private static function registerMeta(): void
    {
        $clean = [
            Article::ACCESS => Article::cleanLevel(...),
            Article::TIER => Article::cleanTier(...),
        ];
        foreach (Article::types() as $type) {
            foreach ($clean as $name => $sanitize) {
                register_post_meta($type, $name, [
                    'type' => 'string',
                    'single' => true,
                    'show_in_rest' => true,
                    'sanitize_callback' => static fn (mixed $value): string => $sanitize($value),
                    'auth_callback' => static fn (mixed $allowed, string $meta, int $post): bool
                        => current_user_can('edit_post', $post),
                ]);
            }
        }
    }

    private static function panel(): void
    {
        $screen = get_current_screen();
        if ($screen === null || !in_array($screen->post_type, Article::types(), true)) {
            return;
        }
        wp_enqueue_script(
            'latchkey-editor',
            plugins_url('assets/editor.js', FILE),
            ['wp-plugins', 'wp-edit-post', 'wp-element', 'wp-components', 'wp-data', 'wp-core-data', 'wp-i18n'],
            '1.0.0',
            true
        );
        $levels = array_map(
            static fn (Level $level): array => ['value' => $level->value, 'label' => $level->label()],
            Level::cases()
        );
        wp_add_inline_script(
            'latchkey-editor',
            'window.latchkeyEditor = ' . wp_json_encode(
                ['levels' => $levels, 'usual' => Settings::level()->value],
                JSON_HEX_TAG
            ) . ';',
            'before'
        );
    }

    private static function box(string $type): void
    {
        if (in_array($type, Article::types(), true)) {
            add_meta_box('latchkey', __('Who may read it', 'latchkey'), self::form(...), $type, 'side', 'high', [
                // The block editor has the panel.
                '__back_compat_meta_box' => true,
            ]);
        }
    }

    private static function form(\WP_Post $post): void
    {
        $level = metadata_exists('post', $post->ID, Article::ACCESS) || $post->post_status !== 'auto-draft'
            ? Article::level($post)
            : Settings::level();
        wp_nonce_field(self::FORM . $post->ID, self::NONCE);
        echo '<p><label for="latchkey-access">', esc_html__('Access', 'latchkey'), '</label><br>';
        echo '<select id="latchkey-access" name="latchkey_access">';
        foreach (Level::cases() as $each) {
            printf(
                '<option value="%s"%s>%s</option>',
                esc_attr($each->value),
                selected($each === $level, true, false),
                esc_html($each->label())
            );
        }
        echo '</select></p><p><label for="latchkey-tier">', esc_html__('Tier', 'latchkey'), '</label><br>';
        printf(
            '<input id="latchkey-tier" name="latchkey_tier" value="%s" maxlength="63"></p>',
            esc_attr(Article::tier($post->ID))
        );
    }

    /** The level that the classic editor's form gives to this post, if it does. */
    public static function levelInForm(int $id): ?string
    {
        return self::isOurForm($id) && isset($_POST['latchkey_access'])
            ? Article::cleanLevel(wp_unslash($_POST['latchkey_access']))
            : null;
    }

    private static function save(int $id): void
    {
        $level = self::levelInForm($id);
        if ($level === null || !current_user_can('edit_post', $id)) {
            return;
        }
        update_post_meta($id, Article::ACCESS, $level);
        if (isset($_POST['latchkey_tier'])) {
            update_post_meta($id, Article::TIER, Article::cleanTier(wp_unslash($_POST['latchkey_tier'])));
        }
    }

    private static function isOurForm(int $id): bool
    {
        return isset($_POST[self::NONCE]) && is_string($_POST[self::NONCE])
            && (int) ($_POST['post_ID'] ?? 0) === $id
            && (bool) wp_verify_nonce(wp_unslash($_POST[self::NONCE]), self::FORM . $id);
    }
}
