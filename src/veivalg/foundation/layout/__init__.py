"""How a data folder is laid out, told apart by number, moved between numbers, copied and restored.

It knows names of files and nothing of what is in them. Layout 1 is that of version 0.1.0.
"""
