<?php

declare(strict_types=1);

namespace Latchkey;

/**
 * Whose tokens of before which moment are refused although they have not expired. Without a list tokens end by
 * themselves within five minutes; that it cannot be fetched is no reason to refuse anybody.
 */
final class Revocations
{
    public const OPTION = 'latchkey_revocations';
    private const FETCH_SECONDS = 30;

    /** A list that did not come is asked for again so soon that one miss does not spend the promised minute. */
    private const RETRY_SECONDS = 5;

    public static function holds(Token $token): bool
    {
        $held = get_option(self::OPTION);
        $held = is_array($held) && ($held['site'] ?? null) === Settings::site()
            ? $held
            : ['site' => Settings::site(), 'tried' => 0, 'issued' => 0, 'before' => []];
        if (time() - $held['tried'] >= self::pause($held)) {
            $held = self::refreshed($held);
        }

        return $token->issuedAt < ($held['before'][$token->reader] ?? 0);
    }

    /** @param array<string, mixed> $held */
    private static function pause(array $held): int
    {
        return $held['missed'] ?? false
            ? (int) apply_filters('latchkey_revocations_retry_seconds', self::RETRY_SECONDS)
            : (int) apply_filters('latchkey_revocations_seconds', self::FETCH_SECONDS);
    }

    /**
     * @param array{site: string, tried: int, issued: int, before: array<string, int>} $held
     * @return array{site: string, tried: int, missed: bool, issued: int, before: array<string, int>}
     */
    private static function refreshed(array $held): array
    {
        // Before the call, so that those who come meanwhile do not all wait for it; missed until it is there.
        $held['tried'] = time();
        $held['missed'] = true;
        update_option(self::OPTION, $held, false);
        $fetched = Service::text('/v1/revocations?site=' . rawurlencode(Settings::site()));
        $list = Token::revocations($fetched, Keys::of(...), Settings::address(), Settings::site(), time());
        if ($list !== null) {
            $held = array_merge($held, $list['issued'] >= $held['issued'] ? $list : [], ['missed' => false]);
            update_option(self::OPTION, $held, false);
        }

        return $held;
    }
}
