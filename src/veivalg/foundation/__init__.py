"""What every room may use: errors, texts, settings, files written whole."""
