<?php
// Reads lists of revoked tokens, one a line; says what each holds.
require $argv[1] . '/parts/level.php';
require $argv[1] . '/parts/token.php';
[$issuer, $site, $keys] = [$argv[2], $argv[3], []];
foreach (json_decode($argv[4], true)['keys'] as $key) {
    $keys[$key['kid']] = Latchkey\Token::pem($key);
}
while (($line = fgets(STDIN)) !== false) {
    $keyOf = static fn (string $kid) => $keys[$kid] ?? null;
    echo json_encode(Latchkey\Token::revocations(trim($line), $keyOf, $issuer, $site, time())), "\n";
}
