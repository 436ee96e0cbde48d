"""A look at the jobs: whether somebody does them."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from tactful.cli.health.finding import Finding
from tactful.cli.words import counted, lasting

_PATIENCE = timedelta(minutes=10)
_LOST = timedelta(seconds=60)


def jobs() -> Finding:
    """Look for jobs that wait too long, that were left behind by a worker, or that failed in the last day."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """
            select count(*) filter (where j.status = 'todo' and coalesce(j.scheduled_at, d.at) < %(patience)s),
                   min(coalesce(j.scheduled_at, d.at)) filter (where j.status = 'todo'),
                   count(*) filter (where j.status = 'doing' and (w.id is null or w.last_heartbeat < %(lost)s)),
                   count(*) filter (where j.status = 'failed' and f.at > now() - interval '1 day')
            from procrastinate_jobs j
            left join procrastinate_workers w on w.id = j.worker_id
            left join lateral (select min(e.at) as at from procrastinate_events e
                               where e.job_id = j.id and e.type = 'deferred') d on true
            left join lateral (select max(e.at) as at from procrastinate_events e
                               where e.job_id = j.id and e.type = 'failed') f on true
            """,
            {"patience": datetime.now(UTC) - _PATIENCE, "lost": datetime.now(UTC) - _LOST},
        )
        waiting, oldest, left, failed = cursor.fetchone()
    if waiting:
        age = lasting((datetime.now(UTC) - oldest).total_seconds())
        return Finding(
            "jobs",
            "wrong",
            f"{counted(waiting, 'job')} waiting, the longest for {age}.",
            "Nobody does them: start `tactful serve`, or see in its output why its worker ends.",
        )
    if left:
        return Finding(
            "jobs",
            "wrong",
            f"{counted(left, 'job')} left behind by a worker that is gone.",
            "A running `tactful serve` takes them up again within a minute: start it.",
        )
    if failed:
        return Finding(
            "jobs",
            "notice",
            f"{counted(failed, 'job')} failed in the last day.",
            "The output of `tactful serve` says why; for an import, so does its source's page.",
        )
    return Finding("jobs", "ok", "None waits longer than it should.")


def unfinished() -> list[uuid.UUID]:
    """Return the feeds, of every account, that still need their upload."""
    from tactful.accounts.gate import all_accounts
    from tactful.actions.imports.feeds import unfinished_feeds

    return [feed for account, _, _ in all_accounts() for feed in unfinished_feeds(account)]
