"""The official figures that come with the program."""
