<?php
// What a web server does before WordPress: files as they are, everything else to index.php.
require_once __DIR__ . '/prepend.php';
if (isset($_SERVER['HTTP_X_TEST_ADDRESS'])) {
    // As a proxy of one's own would set it.
    $_SERVER['REMOTE_ADDR'] = $_SERVER['HTTP_X_TEST_ADDRESS'];
}
$path = rawurldecode((string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
$file = $_SERVER['DOCUMENT_ROOT'] . str_replace("\0", '', $path);
if (is_file($file) || ($path !== '/' && is_file(rtrim($file, '/') . '/index.php'))) {
    return false;
}
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
require $_SERVER['DOCUMENT_ROOT'] . '/index.php';
