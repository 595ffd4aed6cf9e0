<?php

declare(strict_types=1);

namespace Latchkey;

/** The calls of this server to Latchkey. */
final class Service
{
    /** Nobody who waits for a page or a saved post waits longer. */
    private const PATIENCE_SECONDS = 3;

    /**
     * Calls with the site key.
     *
     * @param array<string, mixed>|null $body
     * @return array{int, array<string, mixed>} the status, 0 when there was no answer, and the body
     */
    public static function call(string $method, string $path, ?array $body = null): array
    {
        $key = Settings::key();
        if (!Settings::complete() || $key === '') {
            return [0, []];
        }
        $headers = ['Authorization' => "Bearer $key", 'Accept' => 'application/json'];
        if ($body !== null) {
            $headers['Content-Type'] = 'application/json';
        }

        return self::send($path, [
            'method' => $method,
            'headers' => $headers,
            'body' => $body === null ? null : self::json($body),
        ]);
    }

    /**
     * Calls with no credential.
     *
     * @return array{int, array<string, mixed>}
     */
    public static function get(string $path): array
    {
        return Settings::complete() ? self::send($path, ['method' => 'GET']) : [0, []];
    }

    /** An answer that is no JSON; empty when there was none. */
    public static function text(string $path): string
    {
        if (!Settings::complete()) {
            return '';
        }
        $answer = self::answer($path, ['method' => 'GET']);

        return wp_remote_retrieve_response_code($answer) === 200 ? trim(wp_remote_retrieve_body($answer)) : '';
    }

    /**
     * @param array<string, mixed> $request
     * @return array{int, array<string, mixed>}
     */
    private static function send(string $path, array $request): array
    {
        $answer = self::answer($path, $request);
        if (is_wp_error($answer)) {
            return [0, []];
        }
        $read = json_decode(wp_remote_retrieve_body($answer), true);

        return [(int) wp_remote_retrieve_response_code($answer), is_array($read) ? $read : []];
    }

    /**
     * @param array<string, mixed> $request
     * @return array<string, mixed>|\WP_Error
     */
    private static function answer(string $path, array $request): array|\WP_Error
    {
        // A redirect would carry the key to wherever it points.
        return wp_remote_request(
            Settings::internal() . $path,
            $request + ['timeout' => self::PATIENCE_SECONDS, 'redirection' => 0]
        );
    }

    /** @param array<string, mixed> $body */
    private static function json(array $body): string
    {
        return $body === [] ? '{}' : (string) wp_json_encode($body, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
    }
}
