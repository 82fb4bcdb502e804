"""The command `processor`."""

from __future__ import annotations

from processor.cli.app import main

if __name__ == "__main__":
    main()
