"""Django's migrate, as the owner: the role that serves may not change tables."""

from django.core.management.base import CommandParser
from django.core.management.commands.migrate import Command as Migrate

from tactful.accounts.wall.detection import WallingAutodetector


class Command(Migrate):
    """Apply migrations to the database as its owner."""

    autodetector = WallingAutodetector

    def add_arguments(self, parser: CommandParser) -> None:
        """Take Django's arguments, with the owner's connection by default."""
        super().add_arguments(parser)
        parser.set_defaults(database="owner")
