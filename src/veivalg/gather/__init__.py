"""What is known of a municipality, put together for the chapters."""
