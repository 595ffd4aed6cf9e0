<?php
// A plugin of the test's own: shorter times, and names and addresses that no name server knows.
add_filter('latchkey_keys_fresh_seconds', static fn () => 2);
add_filter('latchkey_keys_pause_seconds', static fn () => 1);
add_filter('latchkey_revocations_seconds', static fn () => 1);
add_filter('latchkey_revocations_retry_seconds', static fn () => 1);
add_filter('latchkey_name_of_address', static fn () => static function (string $address) {
    $names = (array) get_option('test_names', []);

    return $names[$address] ?? $address;
});
add_filter('latchkey_addresses_of_name', static fn () => static function (string $name) {
    $addresses = (array) get_option('test_addresses', []);

    return (array) ($addresses[$name] ?? []);
});
