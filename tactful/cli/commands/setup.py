"""`tactful setup`: found an account, as the first visit of the pages does."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from tactful.cli.command import Command, add_json
from tactful.cli.ending import OK, USAGE, Ended
from tactful.cli.printing import print_json, say


def arguments(parser: ArgumentParser) -> None:
    """Add what `setup` takes."""
    parser.add_argument(
        "--account", metavar="NAME", required=True, help="the account's name, such as the company's"
    )
    parser.add_argument(
        "--domain",
        dest="domains",
        metavar="DOMAIN",
        action="append",
        default=[],
        help="a mail domain of the account's own, whose addresses are colleagues; may be said several times",
    )
    parser.add_argument("--name", required=True, help="the first member's name, as colleagues know it")
    parser.add_argument("--email", required=True, help="the address that they sign in with")
    parser.add_argument("--title", default="", help="their title")
    parser.add_argument(
        "--password-stdin",
        action="store_true",
        help="read the password from the first line of standard input; without it, it is asked for",
    )
    add_json(parser)


def run(options: Namespace) -> int:
    """Found the account with its first member."""
    from tactful.cli.ground import ready, sentence

    with ready(migrate=True):
        from django.conf import settings

        from tactful.accounts.models import Login
        from tactful.actions.errors import Invalid
        from tactful.actions.founding import found_account

        known = Login.objects.filter(email=options.email.strip().lower()).exists()
        password = "" if known else _password(options)
        try:
            viewer = found_account(
                name=options.account,
                domains=options.domains,
                member=options.name,
                email=options.email,
                password=password,
                title=options.title,
            )
        except Invalid as error:
            raise Ended(sentence(error), field=error.field) from error
        address = f"{settings.TACTFUL_ORIGIN}/"
    if options.json:
        print_json(
            {"member": {"id": viewer.uid, "name": viewer.name, "role": viewer.role}, "address": address}
        )
        return OK
    say(
        f"{options.account.strip()} is founded. {viewer.name} is its Enterprise Admin; nothing is shared with anybody."
    )
    if known:
        say(f"{options.email} had a sign-in here already: its password stays.")
    say(f"Start it with `tactful serve`, then sign in at {address}")
    return OK


def _password(options: Namespace) -> str:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from tactful.accounts.models import Login

    if options.password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        from getpass import getpass

        password = getpass("Password: ")
        if password != getpass("The same again: "):
            raise Ended("These were two different passwords; nothing was done.", field="password")
    else:
        raise Ended(
            "Nobody can be asked for a password here: give it with --password-stdin.", USAGE, field="password"
        )
    try:
        validate_password(password, Login(email=options.email, name=options.name))
    except ValidationError as error:
        raise Ended(" ".join(error.messages), field="password") from error
    return password


COMMAND = Command(
    "setup",
    "found an account with its first member",
    arguments,
    run,
    story="The same as the first visit of the pages. Everything starts private.",
    examples=(
        'tactful setup --account "Example Ltd" --domain example.com --name "Ada Lovelace" --email ada@example.com',
    ),
)
