<?php

declare(strict_types=1);

namespace Latchkey;

/** Tells Latchkey what is published. What it could not be told is told later, until it knows. */
final class Registrar
{
    public const RETRY = 'latchkey_retry';

    /** Known to Latchkey: '1' or '0'. */
    private const REGISTERED = '_latchkey_registered';

    /** A row for each post that waits, so that two who save at once lose none; it outlives the post. */
    private const WAITING = 'latchkey_waiting_';
    private const TROUBLE = 'latchkey_trouble';

    private const FIRST_PAUSE_SECONDS = 60;
    private const PAUSE_SECONDS = 300;
    private const POSTS_A_RUN = 50;

    public static function hook(): void
    {
        // After the meta is written, which holds the level.
        add_action('wp_after_insert_post', self::tell(...));
        add_action('before_delete_post', self::gone(...));
        add_action(self::RETRY, self::retry(...));
        add_action('admin_notices', self::notice(...));
        foreach (['added_post_meta', 'updated_post_meta', 'deleted_post_meta'] as $changed) {
            add_action($changed, static function (mixed $meta, int $post, string $name): void {
                if (in_array($name, [Article::ACCESS, Article::TIER], true) && self::isRegistered($post)) {
                    self::wait($post);
                }
            }, 10, 3);
        }
    }

    /** Tells of one post; what fails waits. */
    public static function tell(int $id): int
    {
        $post = Text::post($id);
        if ($post !== null && !in_array($post->post_type, Article::types(), true)) {
            return 200;
        }
        [$status, $answer] = $post?->post_status === 'publish' ? self::put($post) : self::delete($id, $post);

        return self::heard($id, $status, $answer);
    }

    private static function gone(int $id): void
    {
        if (self::isRegistered($id)) {
            [$status, $answer] = Service::call('DELETE', "/v1/articles/$id");
            self::heard($id, $status, $answer);
        }
    }

    /** @param array<string, mixed> $answer */
    private static function heard(int $id, int $status, array $answer): int
    {
        if (in_array($status, [200, 201, 204, 404], true)) {
            delete_option(self::WAITING . $id);
            if (get_post_meta($id, self::REGISTERED, true) !== '' || $status < 204) {
                update_post_meta($id, self::REGISTERED, $status < 204 ? '1' : '0');
            }
            delete_option(self::TROUBLE);
        } else {
            self::wait($id);
            $reason = is_string($answer['detail'] ?? null) ? $answer['detail'] : '';
            update_option(self::TROUBLE, ['status' => $status, 'detail' => $reason], false);
        }

        return $status;
    }

    /** @return array{int, array<string, mixed>} */
    private static function put(\WP_Post $post): array
    {
        $title = trim(wp_strip_all_tags(html_entity_decode(get_the_title($post), ENT_QUOTES)));

        return Service::call('PUT', "/v1/articles/{$post->ID}", [
            'title' => $title === '' ? "#{$post->ID}" : self::shortened($title),
            'url' => (string) get_permalink($post),
            'access' => Article::level($post)->value,
            'tier' => Article::tier($post->ID),
        ]);
    }

    /** @return array{int, array<string, mixed>} */
    private static function delete(int $id, ?\WP_Post $post): array
    {
        // A draft that was never told of is not there.
        return $post === null || self::isRegistered($id) ? Service::call('DELETE', "/v1/articles/$id") : [404, []];
    }

    private static function isRegistered(int $id): bool
    {
        return get_post_meta($id, self::REGISTERED, true) === '1';
    }

    private static function shortened(string $title): string
    {
        return (string) preg_replace('/^(.{0,400}).*$/su', '$1', $title);
    }

    private static function wait(int $id): void
    {
        update_option(self::WAITING . $id, (string) time(), false);
        if (!wp_next_scheduled(self::RETRY)) {
            wp_schedule_single_event(time() + self::FIRST_PAUSE_SECONDS, self::RETRY);
        }
    }

    /** Tells what waits, longest first; while some is left, comes again. */
    private static function retry(): void
    {
        foreach (self::waiting() as $id) {
            $status = self::tell($id);
            if ($status === 0 || $status === 429 || $status >= 500) {
                // Away for one is away for all.
                break;
            }
        }
        if (self::waiting() !== [] && !wp_next_scheduled(self::RETRY)) {
            wp_schedule_single_event(time() + self::PAUSE_SECONDS, self::RETRY);
        }
    }

    /** @return list<int> */
    private static function waiting(): array
    {
        global $wpdb;
        $names = $wpdb->get_col($wpdb->prepare(
            "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE %s ORDER BY option_value LIMIT %d",
            $wpdb->esc_like(self::WAITING) . '%',
            self::POSTS_A_RUN
        ));

        return array_map(static fn (string $name): int => (int) substr($name, strlen(self::WAITING)), $names);
    }

    private static function notice(): void
    {
        $trouble = get_option(self::TROUBLE);
        if (!is_array($trouble) || !current_user_can('manage_options')) {
            return;
        }
        $sentence = $trouble['status'] === 0
            ? __('Latchkey does not answer. Posts that it does not know yet are told to it later.', 'latchkey')
            /* translators: %d: a status of HTTP */
            : sprintf(__('Latchkey refused a post with status %d. It is told again later.', 'latchkey'), $trouble['status']);
        printf(
            '<div class="notice notice-warning"><p>%s %s</p></div>',
            esc_html($sentence),
            esc_html($trouble['detail'])
        );
    }
}
