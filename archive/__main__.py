"""``python -m archive``: the same as the ``archive`` command."""

from archive.cli import main

if __name__ == "__main__":
    main()
