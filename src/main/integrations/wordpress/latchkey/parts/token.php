<?php

declare(strict_types=1);

namespace Latchkey;

/**
 * Checks access tokens: ES256 under the site's own Latchkey, and exactly the shape that Latchkey writes (RFC 9068,
 * RFC 8725). Knows nothing of WordPress.
 */
final class Token
{
    private const LONGEST = 8_192;
    private const LONGEST_LIST = 4_194_304;

    /** ECMAScript's last integer that is told from its neighbours: beyond it, readers of JSON disagree (RFC 8259). */
    private const LAST_INTEGER = 9_007_199_254_740_991;

    /** The longest life of an access token, and how far two clocks may be apart. */
    private const LIFE_SECONDS = 300;
    private const SKEW_SECONDS = 5;

    /** SubjectPublicKeyInfo of an uncompressed point on P-256, up to the point (RFC 5480, section 2). */
    private const SPKI = '3059301306072a8648ce3d020106082a8648ce3d03010703420004';

    /** @param list<string> $tiers
     *  @param list<string> $articles */
    private function __construct(
        public readonly string $reader,
        public readonly int $issuedAt,
        public readonly int $expiresAt,
        public readonly array $tiers,
        public readonly array $articles,
    ) {
    }

    /**
     * What the token says; null when anything at all is wrong with it.
     *
     * @param callable(string): ?string $keyOf the public key of a `kid` as PEM, if it is published
     */
    public static function read(string $token, callable $keyOf, string $issuer, string $site, int $now): ?self
    {
        $claims = self::claims($token, 'at+jwt', self::LONGEST, $keyOf);

        return $claims === null ? null : self::claimed($claims, $issuer, $site, $now);
    }

    /**
     * The list of revoked tokens; null when anything is wrong with it.
     *
     * @param callable(string): ?string $keyOf
     * @return array{issued: int, before: array<string, int>}|null
     */
    public static function revocations(
        string $list,
        callable $keyOf,
        string $issuer,
        string $site,
        int $now,
    ): ?array {
        $claims = self::claims($list, 'latchkey-revocations+jwt', self::LONGEST_LIST, $keyOf);
        [$exp, $iat] = [$claims['exp'] ?? null, $claims['iat'] ?? null];
        $ours = ($claims['iss'] ?? null) === $issuer && ($claims['aud'] ?? null) === $site;
        if (!$ours || !is_int($exp) || !is_int($iat) || $exp <= $now - self::SKEW_SECONDS) {
            return null;
        }
        $before = [];
        foreach (is_array($claims['revoked'] ?? null) ? $claims['revoked'] : [null] as $pair) {
            if (!is_array($pair) || count($pair) !== 2 || !is_string($pair[0]) || !is_int($pair[1])) {
                return null;
            }
            $before[$pair[0]] = $pair[1];
        }

        return ['issued' => $iat, 'before' => $before];
    }

    /**
     * @param callable(string): ?string $keyOf
     * @return array<string, mixed>|null
     */
    private static function claims(string $token, string $type, int $longest, callable $keyOf): ?array
    {
        $parts = strlen($token) <= $longest ? explode('.', $token, 4) : [];
        $bytes = array_map(self::bytes(...), $parts);
        if (count($bytes) !== 3 || in_array(null, $bytes, true)) {
            return null;
        }
        $kid = self::kid(self::members($bytes[0]), $type);
        $key = $kid === null ? null : $keyOf($kid);

        return $key !== null && self::signed($parts[0] . '.' . $parts[1], $bytes[2], $key)
            ? self::members($bytes[1])
            : null;
    }

    /** Whether it opens an article of this level and tier. */
    public function opens(string $article, Level $level, string $tier): bool
    {
        if ($level === Level::Free || in_array($article, $this->articles, true)) {
            return true;
        }
        $wanted = $level === Level::Registered ? 'registered' : $tier;

        return ($level === Level::Registered || $tier !== 'registered') && in_array($wanted, $this->tiers, true);
    }

    /** The PEM of a published key (RFC 7517); null when it is no key of ours. */
    public static function pem(mixed $key): ?string
    {
        if (!is_array($key) || ($key['kty'] ?? '') !== 'EC' || ($key['crv'] ?? '') !== 'P-256') {
            return null;
        }
        [$x, $y] = [self::bytes((string) ($key['x'] ?? '')), self::bytes((string) ($key['y'] ?? ''))];
        if ($x === null || $y === null || strlen($x) !== 32 || strlen($y) !== 32) {
            return null;
        }
        $spki = base64_encode((string) hex2bin(self::SPKI) . $x . $y);

        return "-----BEGIN PUBLIC KEY-----\n" . chunk_split($spki, 64, "\n") . "-----END PUBLIC KEY-----\n";
    }

    /** Base64url as RFC 7515 writes it: no padding, no other alphabet, no unused bit set. */
    private static function bytes(string $part): ?string
    {
        $bytes = base64_decode(strtr($part, '-_', '+/'), true);

        return $bytes !== false && rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=') === $part ? $bytes : null;
    }

    /**
     * The members of a JSON object that is written as Latchkey writes it; null for anything else. A name that stands
     * twice, a blank, an escape or 5.0 for 5 comes back in another spelling: so no two verifiers ever differ.
     *
     * @return array<string, mixed>|null
     */
    private static function members(string $json): ?array
    {
        $read = json_decode($json, false, 16, JSON_BIGINT_AS_STRING);
        $ours = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_LINE_TERMINATORS;

        return $read instanceof \stdClass && json_encode($read, $ours, 16) === $json ? get_object_vars($read) : null;
    }

    /**
     * The `kid` of a header that says exactly what ours say: nothing in it steers the verification (RFC 8725,
     * sections 3.1, 3.10 and 3.11).
     *
     * @param array<string, mixed>|null $header
     */
    private static function kid(?array $header, string $type): ?string
    {
        if ($header === null || count($header) !== 3) {
            return null;
        }
        $kid = $header['kid'] ?? null;
        $ours = ($header['alg'] ?? null) === 'ES256' && ($header['typ'] ?? null) === $type;

        return $ours && is_string($kid) && preg_match('/^[A-Za-z0-9_-]{43}$/D', $kid) ? $kid : null;
    }

    private static function signed(string $input, string $signature, string $key): bool
    {
        return strlen($signature) === 64
            && openssl_verify($input, self::der($signature), $key, OPENSSL_ALGO_SHA256) === 1;
    }

    /** From r and s side by side (RFC 7518, section 3.4) to what OpenSSL reads. */
    private static function der(string $signature): string
    {
        $numbers = '';
        foreach (str_split($signature, 32) as $number) {
            $number = ltrim($number, "\0");
            $number = $number === '' || ord($number[0]) > 127 ? "\0$number" : $number;
            $numbers .= "\x02" . chr(strlen($number)) . $number;
        }

        return "\x30" . chr(strlen($numbers)) . $numbers;
    }

    /** @param array<string, mixed> $claims */
    private static function claimed(array $claims, string $issuer, string $site, int $now): ?self
    {
        [$exp, $iat, $nbf] = [$claims['exp'] ?? null, $claims['iat'] ?? null, $claims['nbf'] ?? 0];
        $ours = ($claims['iss'] ?? null) === $issuer && ($claims['aud'] ?? null) === $site;
        $timely = self::isTime($exp) && self::isTime($iat) && self::isTime($nbf)
            && $exp >= $now - self::SKEW_SECONDS
            && $exp <= $iat + self::LIFE_SECONDS + self::SKEW_SECONDS
            && $iat <= $now + self::SKEW_SECONDS
            && $nbf <= $now + self::SKEW_SECONDS;
        $flat = array_filter($claims, self::isFlat(...)) === $claims;
        $named = is_string($claims['sub'] ?? null) && is_string($claims['jti'] ?? null);
        [$tiers, $articles] = [self::words($claims['tiers'] ?? null), self::words($claims['articles'] ?? null)];

        return $ours && $timely && $flat && $named && $tiers !== null && $articles !== null
            ? new self($claims['sub'], $iat, $exp, $tiers, $articles)
            : null;
    }

    /** Seconds since 1970 and before the year 10000. */
    private static function isTime(mixed $claim): bool
    {
        return is_int($claim) && $claim >= 0 && $claim <= 253_402_300_799;
    }

    /** Nothing deeper than a list of texts and no number but an integer: so no two verifiers ever differ. */
    private static function isFlat(mixed $claim): bool
    {
        return $claim === null || is_string($claim) || is_bool($claim) || self::words($claim) !== null
            || (is_int($claim) && abs($claim) <= self::LAST_INTEGER);
    }

    /** @return list<string>|null */
    private static function words(mixed $list): ?array
    {
        return is_array($list) && array_filter($list, 'is_string') === $list ? $list : null;
    }
}
