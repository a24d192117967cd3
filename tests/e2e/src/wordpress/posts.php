<?php
// Installs the site and writes posts, each as a user of its role would, through WordPress's own filters. Posts come as JSON
// of `[role, content]`; their numbers are printed as JSON, in that order.
( new mysqli( null, 'root', '', null, 0, getenv( 'BACKSTORY_SOCKET' ) ) )->query( 'CREATE DATABASE wordpress' );
define( 'WP_INSTALLING', true );
$_SERVER['HTTP_HOST'] = wp_host( getenv( 'BACKSTORY_SITE' ) );
require __DIR__ . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

function wp_host( $site ) {
	return substr( $site, strlen( 'http://' ) );
}

wp_install( 'A newspaper', 'administrator', 'administrator@newspaper.example', false, '', wp_generate_password() );
$users = array( 'administrator' => 1 );
$posts = array();
foreach ( json_decode( stream_get_contents( STDIN ), true ) as list( $role, $content ) ) {
	$users[ $role ] ??= wp_insert_user(
		array(
			'user_login' => $role,
			'user_pass'  => wp_generate_password(),
			'role'       => $role,
		)
	);
	wp_set_current_user( $users[ $role ] );
	$posts[] = wp_insert_post(
		wp_slash(
			array(
				'post_title'     => 'An article',
				'post_status'    => 'publish',
				'comment_status' => 'closed',
				'post_author'    => $users[ $role ],
				'post_content'   => $content,
			)
		)
	);
}
echo "\n", wp_json_encode( $posts ), "\n";
