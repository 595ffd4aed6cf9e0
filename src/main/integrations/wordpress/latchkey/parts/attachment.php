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
