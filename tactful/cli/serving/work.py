"""The worker of jobs as a process: `python -m tactful.cli.serving.work`."""

from __future__ import annotations

import django

from tactful.cli.serving.together import end_with_parent


def main() -> None:
    """Do jobs until a signal ends it."""
    end_with_parent()
    django.setup()
    from tactful.jobs.worker import run

    run()


if __name__ == "__main__":
    main()
