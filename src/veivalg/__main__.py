"""`python -m veivalg`."""

from veivalg.cli.main import main

if __name__ == "__main__":
    main()
