<?php

declare(strict_types=1);

namespace Latchkey;

/** What the publisher has set. The site key lies apart: not loaded with every page, and shown to nobody. */
final class Settings
{
    public const OPTION = 'latchkey';
    public const KEY = 'latchkey_key';

    private const DEFAULTS = [
        'address' => '',
        'internal' => '',
        'site' => '',
        'level' => 'free',
        'paragraphs' => 2,
        'profile' => true,
        'crawlers' => [],
    ];

    /** Latchkey's public address, without a slash at its end: `iss` of tokens, source of the widget. */
    public static function address(): string
    {
        return self::all()['address'];
    }

    /** Where this server reaches Latchkey: the public address unless another is set. */
    public static function internal(): string
    {
        return self::all()['internal'] ?: self::address();
    }

    public static function site(): string
    {
        return self::all()['site'];
    }

    /** What new posts are if their author says nothing. */
    public static function level(): Level
    {
        return Level::tryFrom(self::all()['level']) ?? Level::Free;
    }

    public static function paragraphs(): int
    {
        return self::all()['paragraphs'];
    }

    /** Whether Latchkey is told the name and address of those who are signed in, so that it can write to them. */
    public static function tellsProfile(): bool
    {
        return self::all()['profile'];
    }

    /** @return list<string> names of {@see Crawlers::KNOWN} */
    public static function crawlers(): array
    {
        return self::all()['crawlers'];
    }

    public static function complete(): bool
    {
        return self::address() !== '' && self::site() !== '';
    }

    public static function key(): string
    {
        return defined('LATCHKEY_SITE_KEY') ? (string) LATCHKEY_SITE_KEY : (string) get_option(self::KEY, '');
    }

    public static function keep(string $key): void
    {
        update_option(self::KEY, $key, false);
    }

    /** @return array<string, mixed> */
    public static function all(): array
    {
        $stored = get_option(self::OPTION, []);

        return array_merge(self::DEFAULTS, is_array($stored) ? $stored : []);
    }

    /**
     * What of a form may be kept; what is wrong stays as it was.
     *
     * @return array<string, mixed>
     */
    public static function clean(mixed $form): array
    {
        $form = is_array($form) ? $form : [];
        $kept = self::all();
        foreach (['address', 'internal'] as $name) {
            $given = rtrim(trim((string) ($form[$name] ?? $kept[$name])), '/');
            $kept[$name] = $given === '' || preg_match('~^https?://[^\s?#<>"]+$~D', $given) ? $given : $kept[$name];
        }
        $site = trim((string) ($form['site'] ?? $kept['site']));
        $kept['site'] = $site === '' || preg_match('/^[a-z0-9][a-z0-9-]{1,62}$/D', $site) ? $site : $kept['site'];
        $kept['level'] = (Level::tryFrom((string) ($form['level'] ?? '')) ?? self::level())->value;
        $kept['paragraphs'] = max(0, min(20, (int) ($form['paragraphs'] ?? $kept['paragraphs'])));
        $kept['profile'] = (bool) ($form['profile'] ?? false);
        $kept['crawlers'] = array_values(
            array_intersect(array_keys(Crawlers::KNOWN), array_map('strval', (array) ($form['crawlers'] ?? [])))
        );

        return $kept;
    }
}
