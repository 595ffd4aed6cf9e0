<?php
// Debian's own folder has a configuration of its own; this says where ours is.
defined('ABSPATH') || define('ABSPATH', getenv('WORDPRESS_FOLDER') . '/');
