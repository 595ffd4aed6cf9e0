<?php

declare(strict_types=1);

namespace Latchkey;

/** Settings → Latchkey. */
final class SettingsPage
{
    private const PAGE = 'latchkey';
    private const PUT_BACK = 'latchkey_put_back';

    public static function hook(): void
    {
        add_action('admin_init', static function (): void {
            register_setting(self::PAGE, Settings::OPTION, ['sanitize_callback' => Settings::clean(...)]);
            register_setting(self::PAGE, Settings::KEY, ['sanitize_callback' => self::cleanKey(...)]);
        });
        add_action('admin_menu', static function (): void {
            add_options_page('Latchkey', 'Latchkey', 'manage_options', self::PAGE, self::show(...));
        });
        add_action('admin_post_' . self::PUT_BACK, self::putBack(...));
        // Before WordPress adds it by itself, and loads it with every page.
        add_action('admin_init', static function (): void {
            add_option(Settings::KEY, '', '', false);
        });
    }

    /** Nothing typed is nothing changed: the key is shown to nobody, so the field comes back empty. */
    private static function cleanKey(mixed $typed): string
    {
        $typed = is_string($typed) ? trim($typed) : '';
        $right = preg_match('/^[!-~]{1,255}$/D', $typed) === 1;

        return $right ? $typed : (string) get_option(Settings::KEY, '');
    }

    private static function show(): void
    {
        if (!current_user_can('manage_options')) {
            return;
        }
        $all = Settings::all();
        $name = Settings::OPTION;
        echo '<div class="wrap"><h1>Latchkey</h1><form method="post" action="options.php">';
        settings_fields(self::PAGE);
        echo '<table class="form-table">';
        self::row(
            'address',
            __('Address', 'latchkey'),
            self::input("{$name}[address]", $all['address'], 'url', 'https://latchkey.example'),
            __('Latchkey’s public address: where readers’ browsers call it.', 'latchkey')
        );
        self::row(
            'internal',
            __('Address inside', 'latchkey'),
            self::input("{$name}[internal]", $all['internal'], 'url'),
            __('Where this server reaches Latchkey, if elsewhere.', 'latchkey')
        );
        self::row('site', __('Site', 'latchkey'), self::input("{$name}[site]", $all['site']), __('Its id there.', 'latchkey'));
        self::row(
            'key',
            __('Site key', 'latchkey'),
            self::input(Settings::KEY, '', 'password', Settings::key() === '' ? '' : __('stored', 'latchkey')),
            __('With the scopes publish and sessions. Never shown again; leave empty to keep it.', 'latchkey')
        );
        self::row('level', __('New posts are', 'latchkey'), self::levels("{$name}[level]"), '');
        self::row(
            'paragraphs',
            __('Paragraphs of the preview', 'latchkey'),
            self::input("{$name}[paragraphs]", (string) $all['paragraphs'], 'number'),
            __('Where a post has no “more” mark; never more than a third of it.', 'latchkey')
        );
        self::row(
            'profile',
            __('Receipts', 'latchkey'),
            self::check("{$name}[profile]", '1', $all['profile'], __('Tell Latchkey the name and e-mail address of readers who are signed in', 'latchkey')),
            ''
        );
        $crawlers = '';
        foreach (array_keys(Crawlers::KNOWN) as $crawler) {
            $crawlers .= self::check("{$name}[crawlers][]", $crawler, in_array($crawler, $all['crawlers'], true), ucfirst($crawler)) . '<br>';
        }
        self::row(
            'crawlers',
            __('Search engines that read everything', 'latchkey'),
            $crawlers,
            __('Known by their published addresses, or by reverse and forward DNS; never by what they call themselves.', 'latchkey')
        );
        echo '</table>';
        submit_button();
        echo '</form>';
        self::givingUp();
        echo '</div>';
    }

    /** All arguments but the id are HTML that was made here, or text that is escaped here. */
    private static function row(string $id, string $label, string $field, string $help): void
    {
        printf(
            '<tr><th scope="row"><label for="latchkey-%s">%s</label></th><td>%s<p class="description">%s</p></td></tr>',
            esc_attr($id),
            esc_html($label),
            str_replace('<input ', '<input id="latchkey-' . esc_attr($id) . '" ', $field), // phpcs:ignore
            esc_html($help)
        );
    }

    private static function input(string $name, string $value, string $type = 'text', string $hint = ''): string
    {
        return sprintf(
            '<input class="regular-text" type="%s" name="%s" value="%s" placeholder="%s" autocomplete="off">',
            esc_attr($type),
            esc_attr($name),
            esc_attr($value),
            esc_attr($hint)
        );
    }

    private static function check(string $name, string $value, bool $checked, string $label): string
    {
        return sprintf(
            '<label><input type="checkbox" name="%s" value="%s"%s> %s</label>',
            esc_attr($name),
            esc_attr($value),
            checked($checked, true, false),
            esc_html($label)
        );
    }

    private static function levels(string $name): string
    {
        $options = '';
        foreach (Level::cases() as $level) {
            $options .= sprintf(
                '<option value="%s"%s>%s</option>',
                esc_attr($level->value),
                selected($level === Settings::level(), true, false),
                esc_html($level->label())
            );
        }

        return sprintf('<select id="latchkey-level" name="%s">%s</select>', esc_attr($name), $options);
    }

    private static function givingUp(): void
    {
        echo '<h2>', esc_html__('Giving Latchkey up', 'latchkey'), '</h2><p>';
        esc_html_e('Without this plugin posts show their previews. This puts every whole text back, open to all.', 'latchkey');
        echo '</p><form method="post" action="', esc_url(admin_url('admin-post.php')), '">';
        printf('<input type="hidden" name="action" value="%s">', esc_attr(self::PUT_BACK));
        wp_nonce_field(self::PUT_BACK);
        submit_button(__('Open all posts to everybody', 'latchkey'), 'delete');
        echo '</form>';
    }

    private static function putBack(): void
    {
        if (!current_user_can('manage_options')) {
            wp_die(esc_html__('You may not do this.', 'latchkey'), '', ['response' => 403]);
        }
        check_admin_referer(self::PUT_BACK);
        Text::putAllBack();
        wp_safe_redirect(admin_url('options-general.php?page=' . self::PAGE));
        exit;
    }
}
