"""The directory as two models: one guarded by guardian's generic rows, one by rows with a key of their own."""

from __future__ import annotations

from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase


class Listed(models.Model):
    """A person in the directory that knows one name for everybody."""

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField()
    name = models.TextField()
    sort_key = models.TextField()
    best = models.FloatField()
    last_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Contact(Listed):
    """Guarded by guardian's generic rows."""

    class Meta:
        managed = False
        db_table = "bench_directory"


class Known(Listed):
    """Guarded by rows with a direct key."""

    class Meta:
        managed = False
        db_table = "bench_directory"


class KnownUserPermission(UserObjectPermissionBase):
    """What one user may do with one person."""

    content_object = models.ForeignKey(Known, on_delete=models.CASCADE, db_constraint=False)


class KnownGroupPermission(GroupObjectPermissionBase):
    """What one group may do with one person."""

    content_object = models.ForeignKey(Known, on_delete=models.CASCADE, db_constraint=False)
