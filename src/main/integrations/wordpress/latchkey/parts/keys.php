<?php

declare(strict_types=1);

namespace Latchkey;

/**
 * The published keys, kept 300 seconds. An unknown `kid` makes them be fetched anew, at most every 30 seconds.
 * While Latchkey does not answer, the last good keys go on for a day, as their `stale-if-error` says.
 *
 * An option and not a transient: an object cache may drop those, and the last good keys with them.
 */
final class Keys
{
    public const OPTION = 'latchkey_keys';
    private const FRESH_SECONDS = 300;
    private const PAUSE_SECONDS = 30;
    private const STALE_SECONDS = 86_400;

    /** The public key as PEM; null when none of this `kid` is published. */
    public static function of(string $kid): ?string
    {
        $held = self::held();
        $age = time() - $held['fetched'];
        if ($age >= apply_filters('latchkey_keys_fresh_seconds', self::FRESH_SECONDS) || !isset($held['keys'][$kid])) {
            $held = self::refreshed($held);
        }

        return time() - $held['fetched'] < self::STALE_SECONDS ? $held['keys'][$kid] ?? null : null;
    }

    /**
     * @param array{fetched: int, tried: int, from: string, keys: array<string, string>} $held
     * @return array{fetched: int, tried: int, from: string, keys: array<string, string>}
     */
    private static function refreshed(array $held): array
    {
        if (time() - $held['tried'] < apply_filters('latchkey_keys_pause_seconds', self::PAUSE_SECONDS)) {
            return $held;
        }
        // Before the call, so that those who come meanwhile do not all wait for it.
        $held['tried'] = time();
        update_option(self::OPTION, $held, false);
        [$status, $set] = Service::get('/.well-known/jwks.json');
        if ($status !== 200 || !is_array($set['keys'] ?? null)) {
            return $held;
        }
        $held['fetched'] = time();
        $held['keys'] = [];
        foreach ($set['keys'] as $key) {
            $pem = Token::pem($key);
            if ($pem !== null && is_string($key['kid'] ?? null)) {
                $held['keys'][$key['kid']] = $pem;
            }
        }
        update_option(self::OPTION, $held, false);

        return $held;
    }

    /** @return array{fetched: int, tried: int, from: string, keys: array<string, string>} */
    private static function held(): array
    {
        $held = get_option(self::OPTION);

        // Keys of another Latchkey, set before, are no keys.
        return is_array($held) && ($held['from'] ?? null) === Settings::internal()
            ? $held
            : ['fetched' => 0, 'tried' => 0, 'from' => Settings::internal(), 'keys' => []];
    }
}
