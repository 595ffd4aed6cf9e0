<?php

declare(strict_types=1);

namespace Latchkey;

/** Whoever sends this request, and what they may read. */
final class Reader
{
    /** @var array<string, ?Token> */
    private static array $tokens = [];

    /** Whether the post may be served in full. Every way to "no" is this way's end. */
    public static function mayRead(\WP_Post $post): bool
    {
        if (current_user_can('edit_post', $post->ID)) {
            return true;
        }
        if (post_password_required($post) || !is_post_publicly_viewable($post)) {
            return false;
        }
        $level = Article::level($post);
        if ($level === Level::Free) {
            return true;
        }
        $token = self::token();

        return ($token !== null && $token->opens((string) $post->ID, $level, Article::tier($post->ID)))
            || self::isCrawlerOnPageOf($post);
    }

    /** Whether the answer is for this reader alone. */
    public static function isKnown(): bool
    {
        return self::bearer() !== null || is_user_logged_in() || Crawlers::isPresent();
    }

    /** Crawlers index pages; what else there is, they get as everybody does. */
    private static function isCrawlerOnPageOf(\WP_Post $post): bool
    {
        return is_singular() && !is_feed() && !is_embed() && get_queried_object_id() === $post->ID
            && Crawlers::isPresent();
    }

    private static function token(): ?Token
    {
        $bearer = self::bearer();
        if ($bearer === null || !Settings::complete()) {
            return null;
        }

        return array_key_exists($bearer, self::$tokens)
            ? self::$tokens[$bearer]
            : self::$tokens[$bearer] = self::verified($bearer);
    }

    private static function verified(string $bearer): ?Token
    {
        $token = Token::read($bearer, Keys::of(...), Settings::address(), Settings::site(), time());

        return $token === null || Revocations::holds($token) ? null : $token;
    }

    private static function bearer(): ?string
    {
        // Apache hides it from PHP unless it is told otherwise, and renames it when it rewrites.
        $header = $_SERVER['HTTP_AUTHORIZATION'] ?? $_SERVER['REDIRECT_HTTP_AUTHORIZATION'] ?? '';

        return is_string($header) && preg_match('/^Bearer ([!-~]+)$/iD', $header, $found) ? $found[1] : null;
    }
}
