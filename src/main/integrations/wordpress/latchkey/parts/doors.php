<?php

declare(strict_types=1);

namespace Latchkey;

/** What the widget calls on this server, and what the REST API tells of a post. */
final class Doors
{
    public const SPACE = 'latchkey/v1';
    private const TEXT = '/posts/(?P<id>\d+)/text';

    public static function hook(): void
    {
        add_action('rest_api_init', static function (): void {
            register_rest_route(self::SPACE, self::TEXT, [
                'methods' => 'GET',
                'callback' => self::text(...),
                'permission_callback' => '__return_true',
            ]);
            register_rest_route(self::SPACE, '/session', [
                'methods' => 'POST',
                'callback' => self::session(...),
                'permission_callback' => self::isOwnPage(...),
            ]);
            foreach (Article::types() as $type) {
                add_filter("rest_prepare_$type", self::forEditors(...), 10, 3);
                add_filter("rest_pre_insert_$type", self::expectLevel(...), 10, 2);
            }
            add_filter('rest_prepare_revision', self::forEditors(...), 10, 3);
        });
        add_filter('rest_pre_serve_request', self::sendHtml(...), 10, 3);
    }

    /** The whole post, for whoever brings a token that opens it. */
    private static function text(\WP_REST_Request $request): \WP_REST_Response|\WP_Error
    {
        $post = get_post((int) $request['id']);
        if (!$post instanceof \WP_Post || !in_array($post->post_type, Article::types(), true)
            || !Reader::mayRead($post)) {
            // The same for what is not there: nothing is told of drafts.
            return new \WP_Error(
                'latchkey_closed',
                __('Bring an access token that opens this post.', 'latchkey'),
                ['status' => 403]
            );
        }
        $response = new \WP_REST_Response(Page::rendered($post));
        $response->header('Content-Type', 'text/html; charset=' . get_option('blog_charset'));
        $response->header('Cache-Control', 'private, no-store');
        $response->header('Vary', 'Authorization');
        $response->header('X-Robots-Tag', 'noindex, noarchive');

        return $response;
    }

    private static function sendHtml(mixed $served, mixed $result, \WP_REST_Request $request): bool
    {
        $route = $result instanceof \WP_REST_Response ? $result->get_matched_route() : null;
        if ($served || $route !== '/' . self::SPACE . self::TEXT || $request->get_method() !== 'GET'
            || !is_string($result->get_data())) {
            return (bool) $served;
        }
        echo $result->get_data(); // phpcs:ignore WordPress.Security.EscapeOutput -- it is the rendered post

        return true;
    }

    /** A reader token for whoever is signed in here; 401 for nobody. */
    private static function session(\WP_REST_Request $request): \WP_REST_Response|\WP_Error
    {
        // Pages are the same for everybody, so they hold no nonce; that the page is ours was checked.
        $user = get_userdata((int) wp_validate_auth_cookie('', 'logged_in'));
        if (!$user instanceof \WP_User) {
            return new \WP_Error('latchkey_nobody', __('Nobody is signed in.', 'latchkey'), ['status' => 401]);
        }
        Profile::tell($user);
        $anonymous = $request->get_json_params()['anonymous'] ?? null;
        [$status, $answer] = Service::call(
            'POST',
            '/v1/readers/' . rawurlencode((string) $user->ID) . '/sessions',
            is_string($anonymous) ? ['anonymous' => $anonymous] : []
        );
        if ($status !== 201 || !is_string($answer['token'] ?? null)) {
            return new \WP_Error('latchkey_away', __('Try again in a moment.', 'latchkey'), ['status' => 503]);
        }
        $response = new \WP_REST_Response(['token' => $answer['token']]);
        $response->header('Cache-Control', 'private, no-store');

        return $response;
    }

    /** The cookie signs in without a nonce, so no other site's page may make a browser ask. */
    private static function isOwnPage(\WP_REST_Request $request): bool
    {
        $own = wp_parse_url(home_url());
        $origin = $own['scheme'] . '://' . $own['host'] . (isset($own['port']) ? ':' . $own['port'] : '');

        return hash_equals($origin, (string) $request->get_header('origin'));
    }

    /** The editor edits the whole text. */
    private static function forEditors(
        \WP_REST_Response $response,
        \WP_Post $post,
        \WP_REST_Request $request,
    ): \WP_REST_Response {
        $data = $response->get_data();
        if ($request['context'] === 'edit' && isset($data['content']['raw'])
            && current_user_can('edit_post', $post->post_type === 'revision' ? $post->post_parent : $post->ID)) {
            $data['content']['raw'] = Text::isCut($post) ? Text::of($post) : $data['content']['raw'];
            $response->set_data($data);
        }

        return $response;
    }

    /** WordPress writes a post's meta after its text; the text must know its level before. */
    private static function expectLevel(mixed $post, \WP_REST_Request $request): mixed
    {
        $level = $request['meta'][Article::ACCESS] ?? null;
        Text::expect(is_string($level) ? $level : null);

        return $post;
    }
}
