"""The base of every table that belongs to an account."""

from django.db import models

from tactful.accounts.wall.keys import AccountKey


class Walled(models.Model):
    """A row of one account. Doors read it through `tactful.visibility`; `unchecked` sees all of the account."""

    id = models.BigAutoField(primary_key=True)
    account = AccountKey()

    unchecked = models.Manager()

    class Meta:
        abstract = True
