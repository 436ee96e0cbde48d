"""Every command of the program, in the order in which its help lists them."""

from tactful.cli.command import Command
from tactful.cli.commands import (
    demo,
    digest,
    doctor,
    imports,
    introducers,
    limits,
    migrate,
    people,
    preview_share,
    private,
    protected,
    serve,
    setup,
    share,
    verify_log,
    who_can_see,
    who_has_seen,
    why,
)

COMMANDS: tuple[Command, ...] = (
    serve.COMMAND,
    demo.COMMAND,
    setup.COMMAND,
    imports.COMMAND,
    people.COMMAND,
    why.COMMAND,
    who_can_see.COMMAND,
    introducers.COMMAND,
    who_has_seen.COMMAND,
    share.COMMAND,
    preview_share.COMMAND,
    private.COMMAND,
    protected.COMMAND,
    limits.COMMAND,
    digest.COMMAND,
    verify_log.COMMAND,
    doctor.COMMAND,
    migrate.COMMAND,
)
