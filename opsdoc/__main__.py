"""`python -m opsdoc` is `opsdoc`."""

from __future__ import annotations

import sys

from opsdoc.cli import main

if __name__ == "__main__":
    sys.exit(main())
