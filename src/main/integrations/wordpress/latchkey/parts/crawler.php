<?php

declare(strict_types=1);

namespace Latchkey;

/**
 * Tells a search engine's crawler by its address: it lies in the ranges that the engine publishes, or it resolves to
 * a name of the engine's that resolves to the address again. What a visitor calls itself proves nothing.
 */
final class Crawler
{
    /**
     * @param list<string> $names host names end with one of these
     * @param list<string> $ranges published, as `192.0.2.0/24` or `2001:db8::/32`
     * @param callable(string): (string|false) $nameOf the name of an address (PTR)
     * @param callable(string): list<string> $addressesOf a name (A and AAAA)
     */
    public function __construct(
        private readonly array $names,
        private readonly array $ranges,
        private $nameOf,
        private $addressesOf,
    ) {
    }

    public function comesFrom(string $address): bool
    {
        $packed = @inet_pton($address);
        if ($packed === false) {
            return false;
        }
        foreach ($this->ranges as $range) {
            if (self::within($packed, $range)) {
                return true;
            }
        }

        return $this->names !== [] && $this->isNamed($address, $packed);
    }

    private function isNamed(string $address, string $packed): bool
    {
        $name = strtolower(rtrim((string) ($this->nameOf)($address), '.'));
        foreach ($this->names as $ending) {
            if (str_ends_with($name, ".$ending")) {
                // Whoever owns an address may give it any name; only the name's owner can point back.
                return in_array($packed, array_map('inet_pton', ($this->addressesOf)($name)), true);
            }
        }

        return false;
    }

    private static function within(string $packed, string $range): bool
    {
        [$start, $bits] = explode('/', $range, 2) + [1 => ''];
        $start = @inet_pton($start);
        if ($start === false || strlen($start) !== strlen($packed) || !ctype_digit($bits)) {
            return false;
        }
        $bits = (int) $bits;
        if ($bits < 1 || $bits > strlen($packed) * 8) {
            return false;
        }
        $whole = intdiv($bits, 8);
        $mask = chr(0xFF00 >> $bits % 8 & 0xFF);

        return substr($packed, 0, $whole) === substr($start, 0, $whole)
            && ($bits % 8 === 0 || ($packed[$whole] & $mask) === ($start[$whole] & $mask));
    }
}

/** The crawlers that the publisher lets in. */
final class Crawlers
{
    public const RANGES = 'latchkey_crawler_ranges';
    public const REFRESH = 'latchkey_refresh_crawlers';

    private const REMEMBERED_SECONDS = 86_400;
    private const REFUSED_SECONDS = 3_600;

    /** What each calls itself, how its hosts are named, and where it publishes its ranges. */
    public const KNOWN = [
        'google' => [
            'agent' => '/\bGoogle(bot|-InspectionTool|Other)\b|\bGooglebot-/i',
            // Not google.com: what Google fetches for its users comes from there as well.
            'names' => ['googlebot.com'],
            'ranges' => 'https://developers.google.com/static/search/apis/ipranges/googlebot.json',
        ],
        'bing' => [
            'agent' => '/\bbingbot\b/i',
            'names' => ['search.msn.com'],
            'ranges' => 'https://www.bing.com/toolbox/bingbot.json',
        ],
        'apple' => [
            'agent' => '/\bApplebot\b/i',
            'names' => ['applebot.apple.com'],
            'ranges' => 'https://search.developer.apple.com/applebot.json',
        ],
        'duckduckgo' => [
            'agent' => '/\bDuckDuckBot\b/i',
            'names' => [],
            'ranges' => 'https://duckduckgo.com/duckduckbot.json',
        ],
    ];

    private static ?bool $present = null;

    public static function hook(): void
    {
        add_action(self::REFRESH, self::refresh(...));
        add_action('init', static function (): void {
            if (Settings::crawlers() !== [] && !wp_next_scheduled(self::REFRESH)) {
                wp_schedule_event(time(), 'daily', self::REFRESH);
            }
        });
    }

    /** Whether this request comes from a crawler that is let in, by its address. */
    public static function isPresent(): bool
    {
        return self::$present ??= self::look();
    }

    private static function look(): bool
    {
        // Behind a proxy of one's own the web server has to set it, as nginx's real_ip does.
        $address = (string) ($_SERVER['REMOTE_ADDR'] ?? '');
        foreach (Settings::crawlers() as $crawler) {
            // Only to spare the others the look-up of their names: the address decides.
            if (preg_match(self::KNOWN[$crawler]['agent'], (string) ($_SERVER['HTTP_USER_AGENT'] ?? ''))) {
                return self::remembered($crawler, $address);
            }
        }

        return false;
    }

    private static function remembered(string $crawler, string $address): bool
    {
        $name = 'latchkey_crawler_' . md5("$crawler $address");
        $known = get_transient($name);
        if ($known !== false) {
            return $known === 'yes';
        }
        $ranges = get_option(self::RANGES, []);
        $is = (new Crawler(
            self::KNOWN[$crawler]['names'],
            array_filter((array) ($ranges[$crawler] ?? []), 'is_string'),
            apply_filters('latchkey_name_of_address', 'gethostbyaddr'),
            apply_filters('latchkey_addresses_of_name', self::addresses(...)),
        ))->comesFrom($address);
        set_transient($name, $is ? 'yes' : 'no', $is ? self::REMEMBERED_SECONDS : self::REFUSED_SECONDS);

        return $is;
    }

    /** @return list<string> */
    private static function addresses(string $name): array
    {
        $records = @dns_get_record($name, DNS_A | DNS_AAAA) ?: [];

        return array_map(static fn (array $record): string => $record['ip'] ?? $record['ipv6'], $records);
    }

    /** Fetches the published ranges; those of an engine that does not answer stay as they were. */
    public static function refresh(): void
    {
        $ranges = (array) get_option(self::RANGES, []);
        foreach (Settings::crawlers() as $crawler) {
            $answer = wp_remote_get(self::KNOWN[$crawler]['ranges'], ['timeout' => 10]);
            $read = is_wp_error($answer) ? null : json_decode(wp_remote_retrieve_body($answer), true);
            if (is_array($read) && is_array($read['prefixes'] ?? null)) {
                $ranges[$crawler] = self::prefixes($read['prefixes']);
            }
        }
        update_option(self::RANGES, $ranges, false);
    }

    /**
     * @param array<mixed> $prefixes
     * @return list<string>
     */
    private static function prefixes(array $prefixes): array
    {
        return array_values(array_filter(array_map(
            static fn (mixed $each): mixed => is_array($each)
                ? $each['ipv4Prefix'] ?? $each['ipv6Prefix'] ?? null
                : null,
            $prefixes
        ), 'is_string'));
    }
}
