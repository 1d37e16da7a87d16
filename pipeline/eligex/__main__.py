"""``python -m eligex`` and the ``eligex`` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; an EligexError is one line on stderr and exit code 2."""
    from .cli.app import app
    from .errors import EligexError

    try:
        app()
    except EligexError as error:
        print(f"eligex: {error}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
