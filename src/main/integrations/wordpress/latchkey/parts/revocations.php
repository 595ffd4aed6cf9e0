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

    public static function holds(Token $token): bool
    {
        $held = get_option(self::OPTION);
        $held = is_array($held) && ($held['site'] ?? null) === Settings::site()
            ? $held
            : ['site' => Settings::site(), 'tried' => 0, 'issued' => 0, 'before' => []];
        if (time() - $held['tried'] >= apply_filters('latchkey_revocations_seconds', self::FETCH_SECONDS)) {
            $held = self::refreshed($held);
        }

        return $token->issuedAt < ($held['before'][$token->reader] ?? 0);
    }

    /**
     * @param array{site: string, tried: int, issued: int, before: array<string, int>} $held
     * @return array{site: string, tried: int, issued: int, before: array<string, int>}
     */
    private static function refreshed(array $held): array
    {
        $held['tried'] = time();
        update_option(self::OPTION, $held, false);
        $fetched = Service::text('/v1/revocations?site=' . rawurlencode(Settings::site()));
        $list = Token::revocations($fetched, Keys::of(...), Settings::address(), Settings::site(), time());
        if ($list !== null && $list['issued'] >= $held['issued']) {
            $held = array_merge($held, $list);
            update_option(self::OPTION, $held, false);
        }

        return $held;
    }
}
