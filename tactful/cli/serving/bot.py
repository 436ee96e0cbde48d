"""The e-mail bot as a process: `python -m tactful.cli.serving.bot`."""

from __future__ import annotations

import django

from tactful.cli.serving.together import end_with_parent


def main() -> None:
    """Take mail until a signal ends it."""
    end_with_parent()
    django.setup()
    from tactful.jobs.mailbot.port import run

    run()


if __name__ == "__main__":
    main()
