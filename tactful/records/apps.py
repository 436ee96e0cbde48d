"""The records app."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "tactful.records"
    label = "records"
