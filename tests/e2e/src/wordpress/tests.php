<?php
// What the tests need to ask of WordPress, and its pages do not offer.

// A story on this machine may be asked for its oEmbed answer, at any port.
add_filter( 'http_request_host_is_external', '__return_true' );
add_filter( 'http_allowed_safe_ports', fn( $ports, $host, $url ) => array( wp_parse_url( $url, PHP_URL_PORT ) ), 10, 3 );

// One site, in whichever theme the address asks for: `&theme=NAME`.
foreach ( array( 'template', 'stylesheet' ) as $option ) {
	add_filter( "pre_option_$option", fn( $usual ) => $_GET['theme'] ?? $usual );
}
add_filter( 'redirect_canonical', '__return_false' );

// A site with a policy: `&policy=frame-src 'none'`.
add_action( 'send_headers', fn() => isset( $_GET['policy'] ) && header( 'Content-Security-Policy: ' . wp_unslash( $_GET['policy'] ) ) );
