<?php
// As a publisher would by hand: the database, the blog, the theme, the plugin.
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = parse_url(getenv('WORDPRESS_HOME'), PHP_URL_HOST);
(new mysqli('localhost', 'root', '', null, 0, getenv('WORDPRESS_SOCKET')))->query('CREATE DATABASE wordpress');
require ABSPATH . 'wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
add_filter('pre_wp_mail', '__return_true');
wp_install('The Heron', 'editor', 'editor@heron.example', true, '', 'a password of tests');
