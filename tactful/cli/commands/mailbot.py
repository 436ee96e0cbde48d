"""`tactful mailbot`: the e-mail bot alone, where pages and jobs are served elsewhere."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from tactful.cli.command import Command
from tactful.cli.ending import OK, Ended
from tactful.cli.printing import say


def arguments(_parser: ArgumentParser) -> None:
    """Add nothing: where it listens is a setting of the installation."""


def run(options: Namespace) -> int:
    """Take mail until SIGTERM or Ctrl-C."""
    from tactful.cli.ground import ready, sentence

    with ready():
        from tactful.jobs.mailbot import port

        def told(numbers: list[int]) -> None:
            for (kind, place), number in zip(port.places(), numbers, strict=True):
                say(f"The e-mail bot takes mail by {kind.called} at {place.host}, port {number}.")
            say("Ctrl-C stops it.")

        try:
            port.run(told)
        except port.BadPort as error:
            raise Ended(sentence(error)) from error
        except OSError as error:
            raise Ended(f"Nobody can listen there: {error.strerror or error}.") from error
    say("Stopped.")
    return OK


COMMAND = Command(
    "mailbot",
    "take members' mails as notes, until it is stopped; `tactful serve` does so by itself where it is set",
    arguments,
    run,
    story="Off until TACTFUL_BOT_DOMAIN and TACTFUL_BOT_SMTP or TACTFUL_BOT_LMTP say where. It takes mail for members' "
    "secret addresses alone, and sends none.",
    examples=("TACTFUL_BOT_DOMAIN=notes.example.com TACTFUL_BOT_LMTP=127.0.0.1:2424 tactful mailbot",),
)
