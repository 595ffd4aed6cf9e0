<?php

declare(strict_types=1);

namespace Latchkey;

/** A post in Latchkey's words: an article with an access level and a tier, under the post's id. */
final class Article
{
    public const ACCESS = '_latchkey_access';
    public const TIER = '_latchkey_tier';
    public const STANDARD = 'standard';

    /** @return list<string> the kinds of post that can be articles */
    public static function types(): array
    {
        return (array) apply_filters('latchkey_post_types', ['post', 'page']);
    }

    /** A post that was cut and does not say for whom is for the fewest. */
    public static function level(\WP_Post $post): Level
    {
        return Level::tryFrom((string) get_post_meta($post->ID, self::ACCESS, true))
            ?? (Text::isCut($post) ? Level::Subscribers : Level::Free);
    }

    public static function tier(int $post): string
    {
        return self::cleanTier((string) get_post_meta($post, self::TIER, true));
    }

    /** Latchkey's own words stay reserved; nothing said is the standard. */
    public static function cleanTier(mixed $tier): string
    {
        $tier = is_string($tier) ? trim($tier) : '';

        return preg_match('/^[a-z0-9][a-z0-9-]{0,62}$/D', $tier) && $tier !== 'registered' ? $tier : self::STANDARD;
    }

    public static function cleanLevel(mixed $level): string
    {
        return (Level::tryFrom(is_string($level) ? $level : '') ?? Level::Subscribers)->value;
    }
}
