"""What tests stand on: databases, the page-checking client, the live server."""
