"""`tactful pushes`: the chats and stores to which a member has new notes and files sent."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from tactful.cli.command import Command, add_json, add_member
from tactful.cli.ending import OK, USAGE, Ended
from tactful.cli.printing import print_json, say
from tactful.cli.sharing import id_typed

if TYPE_CHECKING:
    from tactful.visibility.pushes import PushSeen

SCOPES = {
    ("chat", "all"): "all notes that you may read",
    ("chat", "mine"): "notes that you write",
    ("store", "all"): "all files that you may read",
    ("store", "mine"): "files that you upload",
}


def arguments(parser: ArgumentParser) -> None:
    """Add what is done to a push."""
    add_member(parser)
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--add",
        metavar="NAME",
        help="a chat or store by this name; its address is read from standard input, and from two further lines the "
        "key and secret, or user and password, that a store asks for",
    )
    which.add_argument("--resume", metavar="ID", help="let a paused push go on, by its id")
    which.add_argument("--remove", metavar="ID", help="a push that is to end, by its id")
    parser.add_argument(
        "--only-mine", action="store_true", help="with --add: what the member writes, and nothing else"
    )
    parser.add_argument(
        "--to",
        choices=("chat", "webdav", "s3"),
        default="chat",
        help="with --add: a chat gets notes, a folder of a WebDAV server or of an S3 bucket gets files",
    )
    parser.add_argument("--region", metavar="NAME", default="", help="with --to s3: the region of the bucket")
    add_json(parser)


def run(options: Namespace) -> int:
    """Print the member's pushes, as they are after what was asked for is done."""
    from tactful.cli.ground import acting_as

    if options.only_mine and not options.add:
        raise Ended("--only-mine says what a new push sends: use it with --add.", USAGE, field="only-mine")
    # Before anything is opened: an address that is a secret is in no list of processes, and in no history.
    typed = (
        [sys.stdin.readline().strip() for _ in range(1 if options.to == "chat" else 3)] if options.add else []
    )
    with acting_as(options) as standing:
        from tactful.actions.pushes import add_push, remove_push, resume_push
        from tactful.actions.store_addresses import Place
        from tactful.visibility.pushes import my_pushes

        if options.add:
            scope = "mine" if options.only_mine else "all"
            sign_in = Place("", typed[1], typed[2], options.region) if typed[1:] else Place("")
            add_push(
                standing.viewer,
                name=options.add,
                address=typed[0],
                scope=scope,
                kind=options.to,
                sign_in=sign_in,
            )
        if options.resume:
            resume_push(standing.viewer, push=id_typed(options.resume))
        if options.remove:
            remove_push(standing.viewer, push=id_typed(options.remove))
        found = my_pushes(standing.viewer)
    if options.json:
        print_json({"items": found})
        return OK
    for one in found:
        say(_line(one))
    if not found:
        say("Nothing of yours is pushed anywhere.")
    return OK


def _line(one: PushSeen) -> str:
    state = f"paused: {one.trouble}" if one.paused else f"sent last: {one.trouble or 'well'}"
    if not one.paused and not one.trouble and one.sent_at is None:
        state = "nothing sent yet"
    what = SCOPES["chat" if one.kind == "chat" else "store", one.scope]
    return f"{one.uid.hex}  {one.name}  {one.host}  {what}  {state}"


COMMAND = Command(
    "pushes",
    "see and choose the chats and stores to which a member has new notes and files sent",
    arguments,
    run,
    story="Each new note or file is sent if the member may read it at that moment. Address and sign-in are kept "
    "encrypted and never shown again.",
    examples=(
        "tactful pushes --as ada@example.com",
        "tactful pushes --as ada@example.com --add 'Gas channel' < address.txt",
        "tactful pushes --as ada@example.com --add Archive --to s3 --region eu-central-1 < address-key-secret.txt",
    ),
)
