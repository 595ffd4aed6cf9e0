<?php

declare(strict_types=1);

namespace Latchkey;

/** What a post looks like: the preview in the widget, or the whole; for machines, what of it costs. */
final class Page
{
    /** @var list<?callable(string): string> what becomes of each text that is being rendered */
    private static array $endings = [];

    public static function hook(): void
    {
        add_filter('the_content', self::begin(...), PHP_INT_MIN);
        add_filter('the_content', self::end(...), PHP_INT_MAX);
        add_action('wp', self::headers(...));
        add_action('wp_head', self::head(...));
        add_filter('rest_post_dispatch', self::restHeaders(...));
        add_shortcode('latchkey_account', static fn (): string => self::accountLink());
        add_action('init', static function (): void {
            register_block_type('latchkey/account', ['render_callback' => static fn (): string => self::accountLink()]);
            register_block_type('latchkey/rest', ['render_callback' => static fn (): string => '']);
        });
    }

    /** Before blocks, paragraphs and shortcodes are made: which text is it to be? */
    private static function begin(mixed $content): string
    {
        $content = (string) $content;
        $post = self::meant($content);
        if ($post !== null && Text::isCut($post) && Reader::mayRead($post)) {
            self::$endings[] = static fn (string $html): string => "<div class=\"latchkey-text\">$html</div>";

            return self::onePage($post->post_content_filtered);
        }
        self::$endings[] = $post === null ? null : static fn (string $html): string => self::closed($post, $html);

        return Text::withoutMark($content);
    }

    /** The post whose rest was cut off here. */
    private static function meant(string $content): ?\WP_Post
    {
        $id = Text::marked($content) ?? 0;
        $shown = get_post();
        $strange = $shown instanceof \WP_Post && Text::marked($shown->post_content) === $id && !Text::isOwn($id, $shown);

        return $strange ? null : Text::post($id);
    }

    private static function end(mixed $html): string
    {
        $ending = array_pop(self::$endings);

        return $ending === null ? (string) $html : $ending((string) $html);
    }

    /** The whole post as HTML, for whoever has been found to be allowed. */
    public static function rendered(\WP_Post $post): string
    {
        $GLOBALS['post'] = $post;
        setup_postdata($post);

        return (string) apply_filters('the_content', self::onePage(Text::of($post)));
    }

    private static function onePage(string $text): string
    {
        return (string) preg_replace('/<!--(more.*?|noteaser|nextpage)-->/s', '', $text);
    }

    private static function closed(\WP_Post $post, string $preview): string
    {
        if (is_feed()) {
            $link = sprintf(
                '<p><a href="%s">%s</a></p>',
                esc_url((string) get_permalink($post)),
                esc_html__('Read the whole post', 'latchkey')
            );

            return $preview . $link;
        }

        return self::isPageOf($post) && Settings::complete() ? self::widget($post, $preview) : $preview;
    }

    private static function isPageOf(\WP_Post $post): bool
    {
        return is_singular() && !is_embed() && get_queried_object_id() === $post->ID;
    }

    private static function widget(\WP_Post $post, string $preview): string
    {
        return sprintf(
            '<latchkey-paywall class="latchkey-text" site="%s" article="%d" content="%s" session="%s" sign-in="%s">'
                . '%s</latchkey-paywall>',
            esc_attr(Settings::site()),
            $post->ID,
            esc_url(rest_url(Doors::SPACE . "/posts/{$post->ID}/text")),
            esc_url(rest_url(Doors::SPACE . '/session')),
            // The widget fills in where to return to; braces survive no function that cleans addresses.
            esc_attr(add_query_arg('redirect_to', '{url}', wp_login_url())),
            $preview
        );
    }

    private static function headers(): void
    {
        if (headers_sent()) {
            return;
        }
        $post = is_singular() ? get_queried_object() : null;
        $costs = $post instanceof \WP_Post && Article::level($post) !== Level::Free;
        if ($costs) {
            // A copy at the search engine's would be open to all.
            header('X-Robots-Tag: noarchive', false);
            header('Vary: Authorization', false);
            add_filter('should_load_separate_core_block_assets', '__return_false');
        }
        if (Reader::isKnown()) {
            defined('DONOTCACHEPAGE') || define('DONOTCACHEPAGE', true);
            nocache_headers();
            header('Cache-Control: private, no-store');
        }
    }

    private static function restHeaders(mixed $response): mixed
    {
        if ($response instanceof \WP_HTTP_Response && Reader::isKnown()) {
            $response->header('Cache-Control', 'private, no-store');
        }

        return $response;
    }

    private static function head(): void
    {
        $post = is_singular() && !is_embed() ? get_queried_object() : null;
        if (!$post instanceof \WP_Post || Article::level($post) === Level::Free || !Settings::complete()) {
            return;
        }
        $json = wp_json_encode(self::description($post), JSON_HEX_TAG | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
        wp_print_inline_script_tag((string) $json, ['type' => 'application/ld+json']);
        wp_print_script_tag(['type' => 'module', 'src' => esc_url(Settings::address() . '/latchkey.js')]);
    }

    /** @return array<string, mixed> schema.org's words for a post of which a part costs */
    private static function description(\WP_Post $post): array
    {
        return (array) apply_filters('latchkey_structured_data', array_filter([
            '@context' => 'https://schema.org',
            '@type' => 'NewsArticle',
            'mainEntityOfPage' => get_permalink($post),
            'headline' => wp_strip_all_tags(get_the_title($post)),
            'description' => wp_strip_all_tags($post->post_excerpt),
            'image' => get_the_post_thumbnail_url($post, 'full'),
            'datePublished' => get_post_datetime($post)?->format(DATE_ATOM),
            'dateModified' => get_post_datetime($post, 'modified')?->format(DATE_ATOM),
            'author' => [
                '@type' => 'Person',
                'name' => get_the_author_meta('display_name', (int) $post->post_author),
            ],
            'publisher' => ['@type' => 'Organization', 'name' => get_bloginfo('name')],
        ]) + [
            'isAccessibleForFree' => false,
            'hasPart' => [
                '@type' => 'WebPageElement',
                'isAccessibleForFree' => false,
                'cssSelector' => '.latchkey-text',
            ],
        ], $post);
    }

    private static function accountLink(): string
    {
        return Settings::complete()
            ? sprintf(
                '<a class="latchkey-account" href="%s">%s</a>',
                esc_url(Settings::address() . '/account/' . Settings::site() . '/'),
                esc_html__('Your account', 'latchkey')
            )
            : '';
    }
}
