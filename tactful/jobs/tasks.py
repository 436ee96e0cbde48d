"""What runs in the background and on a clock. Jobs carry ids alone, and act for their account themselves."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from tactful.accounts.gate import all_accounts
from tactful.actions.contents import sweep_contents
from tactful.actions.imports.feeds import fail_feed, report_of, unfinished_feeds
from tactful.actions.notices import tell_introducers
from tactful.actions.reminder_mails import mail_due
from tactful.actions.sealing import seal
from tactful.insight.leaders import store_all_leaders
from tactful.insight.store import rescore_account
from tactful.jobs.feeds import run_feed, spool
from tactful.jobs.keeping import erase_what_is_not_kept
from tactful.jobs.pushes import defer_new, forget_old, send
from tactful.jobs.queue import ERASE_UNKEPT, IMPORT_FEED, PUSH

ATTEMPTS = 4
#: After 5, 25, 125, 625 and 3,125 seconds: a chat that is away for an hour misses nothing.
PUSH_ATTEMPTS = 6
HEARTBEAT_LOST = 30
#: An upload that belongs to no feed may still be arriving.
ARRIVING = 6 * 3600.0


@app.task(
    name=IMPORT_FEED.name,
    queue=IMPORT_FEED.queue,
    retry=RetryStrategy(max_attempts=ATTEMPTS, exponential_wait=5),
    pass_context=True,
)
def import_feed(context: JobContext, *, account_id: int, feed_id: int) -> None:
    """Read an uploaded feed. The last failed attempt says so on the feed and erases the upload."""
    try:
        run_feed(account_id, feed_id)
    except Exception:
        if context.job.attempts + 1 >= ATTEMPTS:
            fail_feed(account_id, feed_id, "the import broke off and did not recover; upload the file again")
            spool().erase(report_of(account_id, feed_id).uid)
        raise


@app.periodic(cron="10 0 * * *")
@app.task(name="rescore", queue="clock", queueing_lock="rescore")
def rescore(timestamp: int) -> None:
    """Compute every account's scores for the day that has begun (UTC), and whom its groups know best."""
    for account, _, _ in all_accounts():
        rescore_account(account)
        store_all_leaders(account)


@app.periodic(cron="* * * * *")
@app.task(name="seal the log", queue="clock", queueing_lock="seal the log")
def seal_log(timestamp: int) -> None:
    """Give every account's new entries of the disclosure log their places in its chain (B03)."""
    for account, _, _ in all_accounts():
        seal(account)


@app.periodic(cron="* * * * *")
@app.task(name="tell introducers", queue="clock", queueing_lock="tell introducers")
def tell_of_introductions(timestamp: int) -> None:
    """Send the mails about requests for introductions that nobody was sent yet (B07)."""
    for account, _, _ in all_accounts():
        tell_introducers(account)


@app.periodic(cron="0 * * * *")
@app.task(name="mail what is due", queue="clock", queueing_lock="mail what is due")
def mail_what_is_due(timestamp: int) -> None:
    """Send each member, at six by their own clock, the mail of the reminders that are due for them (A17)."""
    for account, _, _ in all_accounts():
        mail_due(account, at_six=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="* * * * *")
@app.task(name="find new notes", queue="clock", queueing_lock="find new notes")
def find_new_notes(timestamp: int) -> None:
    """Have the notes and files that are new to members' pushes sent (A35)."""
    defer_new()


@app.task(
    name=PUSH.name,
    queue=PUSH.queue,
    retry=RetryStrategy(max_attempts=PUSH_ATTEMPTS, exponential_wait=5),
    pass_context=True,
)
def push_note(context: JobContext, *, account_id: int, delivery_id: int) -> None:
    """Send a note to a chat or a file to a store, as its push's owner may read it; the last failure pauses it."""
    send(account_id, delivery_id, is_last=context.job.attempts + 1 >= PUSH_ATTEMPTS)


@app.periodic(cron="* * * * *")
@app.task(name="retry stalled jobs", queue="clock", queueing_lock="retry stalled jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Give the jobs of workers that were killed to others."""
    for job in await context.app.job_manager.get_stalled_jobs(seconds_since_heartbeat=HEARTBEAT_LOST):
        await context.app.job_manager.retry_job(job)


@app.periodic(cron="20 * * * *")
@app.task(name="clean the spool", queue="clock", queueing_lock="clean the spool")
def clean_spool(timestamp: int) -> None:
    """Erase uploads whose feed has ended or never was."""
    waiting = [feed for account, _, _ in all_accounts() for feed in unfinished_feeds(account)]
    spool().clean(waiting, older_than=time.time() - ARRIVING)


@app.periodic(cron="50 3 * * *")
@app.task(name="forget old deliveries", queue="clock", queueing_lock="forget old deliveries")
def forget_old_deliveries(timestamp: int) -> None:
    """Remove what is known of notes that were pushed days ago."""
    forget_old()


@app.periodic(cron="55 3 * * *")
@app.task(name="clean the store", queue="clock", queueing_lock="clean the store")
def clean_store(timestamp: int) -> None:
    """Erase contents of files that no version is of, and what arrived in the store and was never kept."""
    for account, _, _ in all_accounts():
        sweep_contents(account)


@app.task(
    name=ERASE_UNKEPT.name,
    queue=ERASE_UNKEPT.queue,
    retry=RetryStrategy(max_attempts=ATTEMPTS, exponential_wait=5),
)
def erase_unkept(*, account_id: int) -> None:
    """Erase the bodies and private events that an account no longer keeps (A27)."""
    erase_what_is_not_kept(account_id)


@app.periodic(cron="50 * * * *")
@app.task(name="erase leftovers", queue="clock", queueing_lock="erase leftovers")
def erase_leftovers(timestamp: int) -> None:
    """The same for every account: whatever became of the job above."""
    for account, _, _ in all_accounts():
        erase_what_is_not_kept(account)


@app.periodic(cron="40 3 * * *")
@app.task(name="forget old jobs", queue="clock", queueing_lock="forget old jobs", pass_context=True)
async def forget_old_jobs(context: JobContext, timestamp: int) -> None:
    """Remove jobs that ended more than a week ago."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=7 * 24, include_failed=True, include_cancelled=True, include_aborted=True
    )
