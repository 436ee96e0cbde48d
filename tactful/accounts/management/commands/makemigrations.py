"""Django's makemigrations, with the tenant wall at the end of each migration that touches a walled table."""

from django.core.management.commands.makemigrations import Command as MakeMigrations

from tactful.accounts.wall.detection import WallingAutodetector


class Command(MakeMigrations):
    """Create new migrations for the apps."""

    autodetector = WallingAutodetector
