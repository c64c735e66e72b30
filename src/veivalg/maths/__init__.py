"""Arrays and tables in, values out."""
