"""One folder a chapter: figures in, chapter out. Pure."""
