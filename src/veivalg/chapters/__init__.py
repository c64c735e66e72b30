"""One file a chapter: figures in, chapter out. Pure."""
