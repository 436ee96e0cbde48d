"""The sharing app."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "tactful.sharing"
    label = "sharing"
