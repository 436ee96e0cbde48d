"""The app of accounts; it also has the web connection watched."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class AccountsConfig(AppConfig):
    """Accounts, logins, members, teams."""

    name = "tactful.accounts"

    def ready(self) -> None:
        """Watch every web connection from its first statement."""
        from tactful.accounts.wall.watch import install

        connection_created.connect(install, dispatch_uid="tactful.accounts.wall")
