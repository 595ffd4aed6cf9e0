<?php
// Reads lines of [token, article, what it asks for]; says 1 or 0 to each.
require $argv[1] . '/parts/level.php';
require $argv[1] . '/parts/token.php';
[$issuer, $site, $keys] = [$argv[2], $argv[3], []];
foreach (json_decode($argv[4], true)['keys'] as $key) {
    $keys[$key['kid']] = Latchkey\Token::pem($key);
}
while (($line = fgets(STDIN)) !== false) {
    [$token, $article, $asks] = json_decode($line, true);
    $level = Latchkey\Level::tryFrom($asks) ?? Latchkey\Level::Premium;
    $read = Latchkey\Token::read($token, static fn (string $kid) => $keys[$kid] ?? null, $issuer, $site, time());
    echo $level === Latchkey\Level::Free || $read?->opens($article, $level, $asks) ? '1' : '0', "\n";
}
