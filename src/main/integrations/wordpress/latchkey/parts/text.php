<?php

declare(strict_types=1);

namespace Latchkey;

/**
 * Where the text of a post lies. Of a post that is not free, `post_content` holds the preview and a mark, and
 * `post_content_filtered`, which WordPress itself never reads, the whole: one row, written by one statement. Feeds,
 * searches, the REST API, other plugins and a site without this plugin find the preview; only those who may
 * read, and those who edit, are given the whole.
 */
final class Text
{
    private const MARK = '/\s*<!-- wp:latchkey\/rest \{"post":(\d+)\} \/-->/';

    /** The level that a request is about to give to the post that it saves. */
    private static ?string $coming = null;

    public static function hook(): void
    {
        add_filter('wp_insert_post_data', self::divide(...), PHP_INT_MAX - 1, 2);
        add_action('save_post', self::name(...), 0, 2);
        foreach (['added_post_meta', 'updated_post_meta', 'deleted_post_meta'] as $changed) {
            add_action($changed, static function (mixed $meta, int $post, string $name): void {
                if ($name === Article::ACCESS) {
                    self::divideAgain($post);
                }
            }, 10, 3);
        }
        // Whoever sends what a query found to a browser as it is, sends the preview. The cache keeps the whole.
        add_filter('the_posts', static function (mixed $posts): mixed {
            foreach (is_array($posts) ? $posts : [] as $post) {
                if ($post instanceof \WP_Post && self::isCut($post)) {
                    $post->post_content_filtered = '';
                }
            }

            return $posts;
        }, PHP_INT_MAX);
        // Those who edit, export and go back to a revision have the whole before them.
        add_filter('edit_post_content', self::whole(...), 10, 2);
        add_filter('the_content_export', static fn (mixed $content): string => self::whole($content, get_the_ID()));
        add_filter('_wp_post_revision_fields', static function (array $fields): array {
            return $fields + ['post_content_filtered' => __('The whole text', 'latchkey')];
        });
    }

    public static function isCut(\WP_Post $post): bool
    {
        return self::marked($post->post_content) !== null;
    }

    /** What the stored content of posts that are cut is like, for SQL. */
    public static function cutLike(): string
    {
        global $wpdb;

        return '%' . $wpdb->esc_like('<!-- wp:latchkey/rest {') . '%';
    }

    /** The id of the post whose rest was cut off here. */
    public static function marked(string $content): ?int
    {
        return preg_match(self::MARK, $content, $found) ? (int) $found[1] : null;
    }

    public static function withoutMark(string $content): string
    {
        return (string) preg_replace(self::MARK, '', $content);
    }

    /** The whole text of a post: for whoever may read it. */
    public static function of(\WP_Post $post): string
    {
        return self::isCut($post) ? self::post($post->ID)->post_content_filtered ?? '' : $post->post_content;
    }

    /** What was cut from this post, uncut; asks nobody. */
    public static function whole(mixed $content, mixed $id): string
    {
        $content = (string) $content;
        $holder = self::post((int) $id);
        $marked = self::marked($content);
        if ($holder === null || $marked === null || !self::isOwn($marked, $holder)) {
            return $content;
        }

        return $holder->post_content_filtered ?: self::post($marked)?->post_content_filtered ?: $content;
    }

    /** Anybody can write a mark: it stands for something in the post that it names, and in that one's revisions. */
    public static function isOwn(int $marked, \WP_Post $holder): bool
    {
        return $marked === $holder->ID || ($holder->post_type === 'revision' && $marked === $holder->post_parent);
    }

    /** As WordPress's own, which takes 0 for whatever post is being shown. */
    public static function post(int $id): ?\WP_Post
    {
        return $id > 0 ? get_post($id) : null;
    }

    /** The next post that this request saves gets this level. */
    public static function expect(?string $level): void
    {
        self::$coming = $level;
    }

    /**
     * Divides what is about to be written.
     *
     * @param array<string, mixed> $row slashed
     * @param array<string, mixed> $given slashed
     * @return array<string, mixed>
     */
    public static function divide(array $row, array $given): array
    {
        if (!in_array($row['post_type'], Article::types(), true) || $row['post_status'] === 'auto-draft') {
            return $row;
        }
        $id = (int) ($given['ID'] ?? 0);
        $level = self::levelToBe($id, $given);
        $content = wp_unslash((string) $row['post_content']);
        $whole = wp_unslash((string) $row['post_content_filtered']);
        [$content, $whole] = self::divided($id, $level, $content, $whole);

        return array_merge($row, wp_slash(['post_content' => $content, 'post_content_filtered' => $whole]));
    }

    /**
     * @return array{string, string} `post_content` and `post_content_filtered`
     */
    private static function divided(int $id, Level $level, string $content, string $kept): array
    {
        $cut = self::marked($content) !== null;
        if ($cut && $kept === '') {
            // Somebody wrote the mark by hand, or saves without what it stands for.
            $kept = self::post($id)->post_content_filtered ?? '';
            $kept = $kept === '' ? self::withoutMark($content) : $kept;
        }
        // The mark came back: the preview is all that its editor had. Without it, this is a new text.
        $whole = $cut ? $kept : $content;
        if ($level === Level::Free) {
            return [$whole, $cut || self::wasCut($id) ? '' : $kept];
        }

        return [self::preview($whole) . "\n\n<!-- wp:latchkey/rest {\"post\":$id} /-->", $whole];
    }

    private static function wasCut(int $id): bool
    {
        $post = self::post($id);

        return $post !== null && self::isCut($post);
    }

    /** @param array<string, mixed> $given */
    private static function levelToBe(int $id, array $given): Level
    {
        $said = self::$coming ?? $given['meta_input'][Article::ACCESS] ?? Editor::levelInForm($id);
        if (is_string($said)) {
            return Level::tryFrom($said) ?? Level::Subscribers;
        }
        $kept = Level::tryFrom((string) get_post_meta($id, Article::ACCESS, true));
        if ($kept !== null) {
            return $kept;
        }
        $post = self::post($id);
        if ($post === null || $post->post_status === 'auto-draft') {
            return Settings::level();
        }

        return Article::level($post);
    }

    /** A new post learns its id, and its level, once it has them. */
    private static function name(int $id, \WP_Post $post): void
    {
        if (!in_array($post->post_type, Article::types(), true) || $post->post_status === 'auto-draft') {
            return;
        }
        if (self::marked($post->post_content) === 0) {
            $named = str_replace('{"post":0}', "{\"post\":$id}", $post->post_content);
            self::write($id, $named, $post->post_content_filtered);
        }
        $said = self::$coming ?? Editor::levelInForm($id);
        self::$coming = null;
        if (self::isCut($post) && !metadata_exists('post', $id, Article::ACCESS)) {
            update_post_meta($id, Article::ACCESS, Article::cleanLevel($said ?? Settings::level()->value));
        }
    }

    /** Another level, however it came: the text is divided as it asks. */
    public static function divideAgain(int $id): void
    {
        $post = get_post($id);
        if (!$post instanceof \WP_Post || !in_array($post->post_type, Article::types(), true)) {
            return;
        }
        $level = Article::level($post);
        [$content, $whole] = self::divided($id, $level, $post->post_content, $post->post_content_filtered);
        if ($content !== $post->post_content || $whole !== $post->post_content_filtered) {
            self::write($id, $content, $whole);
        }
    }

    /** For a site that gives the plugin up: every post's whole text goes back to where it was. */
    public static function putAllBack(): int
    {
        global $wpdb;
        $cut = $wpdb->prepare('post_content LIKE %s', self::cutLike());
        $ids = $wpdb->get_col("SELECT ID FROM {$wpdb->posts} WHERE $cut");
        foreach ($ids as $id) {
            update_post_meta((int) $id, Article::ACCESS, Level::Free->value);
            self::divideAgain((int) $id);
        }

        return count($ids);
    }

    private static function write(int $id, string $content, string $whole): void
    {
        global $wpdb;
        $row = ['post_content' => $content, 'post_content_filtered' => $whole];
        $wpdb->update($wpdb->posts, $row, ['ID' => $id]);
        clean_post_cache($id);
    }

    /** What everybody may read: up to the "more" mark, or else the first paragraphs, never more than a third. */
    public static function preview(string $text): string
    {
        $more = '/(<!-- wp:more\b.*?-->\s*)?<!--more(.*?)?-->/s';
        if (preg_match($more, $text, $found, PREG_OFFSET_CAPTURE)) {
            return rtrim(force_balance_tags(substr($text, 0, $found[0][1])));
        }
        $paragraphs = has_blocks($text) ? self::leadingBlocks($text) : self::leadingParagraphs($text);
        $room = intdiv(strlen(wp_strip_all_tags($text)), 3);
        $preview = '';
        foreach (array_slice($paragraphs, 0, Settings::paragraphs()) as $paragraph) {
            $room -= strlen(wp_strip_all_tags($paragraph));
            if ($room < 0) {
                break;
            }
            $preview .= $paragraph . "\n\n";
        }

        return rtrim($preview);
    }

    /** @return list<string> */
    private static function leadingBlocks(string $text): array
    {
        $paragraphs = [];
        foreach (parse_blocks($text) as $block) {
            if ($block['blockName'] === 'core/paragraph') {
                $paragraphs[] = serialize_block($block);
            } elseif ($block['blockName'] !== null || trim($block['innerHTML']) !== '') {
                break;
            }
        }

        return $paragraphs;
    }

    /** @return list<string> */
    private static function leadingParagraphs(string $text): array
    {
        preg_match('/\A(?:\s*<p\b[^>]*>(?:(?!<\/?p\b).)*<\/p>)*/s', wpautop($text), $start);
        preg_match_all('/<p\b.*?<\/p>/s', $start[0] ?? '', $paragraphs);

        return $paragraphs[0];
    }
}
