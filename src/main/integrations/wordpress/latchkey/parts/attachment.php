<?php

declare(strict_types=1);

namespace Latchkey;

/** Pictures and files of a post that is not free: what is written about them is part of it. */
final class Attachment
{
    public static function hook(): void
    {
        add_filter('rest_prepare_attachment', self::withoutWords(...), PHP_INT_MAX, 2);
        add_filter('wp_get_attachment_caption', self::caption(...), PHP_INT_MAX, 2);
        // The window where authors pick pictures, and programs of theirs.
        add_filter('wp_prepare_attachment_for_js', self::withoutFields(...), PHP_INT_MAX, 2);
        add_filter('xmlrpc_prepare_media_item', self::withoutFields(...), PHP_INT_MAX, 2);
        add_filter('posts_search', self::search(...), PHP_INT_MAX, 2);
        // A page, a feed, an embed of an attachment: all come by here.
        add_action('template_redirect', self::lead(...), 0);
        add_filter('oembed_response_data', self::embedded(...), PHP_INT_MAX, 2);
    }

    private static function isClosed(\WP_Post $attachment): bool
    {
        $parent = $attachment->post_parent > 0 ? get_post($attachment->post_parent) : null;

        return $parent instanceof \WP_Post && Text::isCut($parent) && !Reader::mayRead($parent);
    }

    private static function withoutWords(\WP_REST_Response $response, \WP_Post $attachment): \WP_REST_Response
    {
        if (!self::isClosed($attachment)) {
            return $response;
        }
        $data = $response->get_data();
        foreach (['description', 'caption'] as $words) {
            if (isset($data[$words])) {
                $data[$words] = ['rendered' => ''];
            }
        }
        if (isset($data['alt_text'])) {
            $data['alt_text'] = '';
        }
        if (isset($data['media_details'])) {
            $data['media_details'] = array_diff_key((array) $data['media_details'], ['image_meta' => true]);
        }
        $response->set_data($data);

        return $response;
    }

    /**
     * @param array<string, mixed> $item
     * @return array<string, mixed>
     */
    private static function withoutFields(array $item, \WP_Post $attachment): array
    {
        if (!self::isClosed($attachment)) {
            return $item;
        }
        foreach (['description', 'caption', 'alt'] as $words) {
            if (isset($item[$words])) {
                $item[$words] = '';
            }
        }
        if (is_array($item['metadata'] ?? null)) {
            $item['metadata'] = array_diff_key($item['metadata'], ['image_meta' => true]);
        }

        return $item;
    }

    /** Of what belongs to a closed post only the title is searched: each hit would tell a word of the rest. */
    private static function search(mixed $search, \WP_Query $query): string
    {
        global $wpdb;
        $search = (string) $search;
        $terms = array_filter((array) $query->get('search_terms'), 'is_string');
        if (trim($search) === '' || !array_intersect(['any', 'attachment'], (array) ($query->get('post_type') ?: 'any'))) {
            return $search;
        }
        $cut = $wpdb->prepare('latchkey_post.post_content LIKE %s', Text::cutLike());
        $readable = implode(',', [0, ...self::readable($terms, $cut)]);
        $closed = "({$wpdb->posts}.post_type = 'attachment' AND {$wpdb->posts}.post_parent IN (SELECT latchkey_post.ID"
            . " FROM {$wpdb->posts} AS latchkey_post WHERE $cut AND latchkey_post.ID NOT IN ($readable)))";

        return " AND ((NOT $closed $search) OR ($closed " . self::titles($terms, $query) . ')) ';
    }

    /**
     * As WordPress says it for titles, excerpts and contents.
     *
     * @param array<string> $terms
     */
    private static function titles(array $terms, \WP_Query $query): string
    {
        global $wpdb;
        $without = (string) apply_filters('wp_query_search_exclusion_prefix', '-');
        $around = $query->get('exact') ? '' : '%';
        $titles = is_user_logged_in() ? '' : " AND {$wpdb->posts}.post_password = ''";
        foreach ($terms as $term) {
            $not = $without !== '' && str_starts_with($term, $without);
            $like = $around . $wpdb->esc_like($not ? substr($term, 1) : $term) . $around;
            $titles .= $wpdb->prepare(" AND {$wpdb->posts}.post_title " . ($not ? 'NOT ' : '') . 'LIKE %s', $like);
        }

        return $titles;
    }

    /**
     * The cut posts that this reader may read, of those with a picture of which one of these words is said.
     *
     * @param array<string> $terms
     * @return list<int>
     */
    private static function readable(array $terms, string $cut): array
    {
        global $wpdb;
        if ($terms === [] || !Reader::isKnown()) {
            return [];
        }
        $said = implode(' OR ', array_map(static function (string $term) use ($wpdb): string {
            $like = '%' . $wpdb->esc_like(ltrim($term, '-')) . '%';

            return $wpdb->prepare('latchkey_file.post_excerpt LIKE %s OR latchkey_file.post_content LIKE %s', $like, $like);
        }, $terms));
        $ids = array_map('intval', $wpdb->get_col(
            "SELECT DISTINCT latchkey_post.ID FROM {$wpdb->posts} AS latchkey_post"
                . " JOIN {$wpdb->posts} AS latchkey_file ON latchkey_file.post_parent = latchkey_post.ID"
                . " WHERE latchkey_file.post_type = 'attachment' AND $cut AND ($said)"
        ));
        _prime_post_caches($ids, false);

        return array_values(array_filter($ids, static function (int $id): bool {
            $post = get_post($id);

            return $post instanceof \WP_Post && Reader::mayRead($post);
        }));
    }

    private static function caption(mixed $caption, int $id): string
    {
        $attachment = get_post($id);

        return $attachment instanceof \WP_Post && self::isClosed($attachment) ? '' : (string) $caption;
    }

    private static function lead(): void
    {
        $attachment = is_attachment() ? get_queried_object() : null;
        if ($attachment instanceof \WP_Post && self::isClosed($attachment)) {
            wp_safe_redirect((string) get_permalink($attachment->post_parent));
            exit;
        }
    }

    /**
     * @param array<string, mixed> $data
     * @return array<string, mixed>
     */
    private static function embedded(array $data, \WP_Post $post): array
    {
        return $post->post_type === 'attachment' && self::isClosed($post)
            ? array_diff_key($data, ['html' => true, 'description' => true])
            : $data;
    }
}
