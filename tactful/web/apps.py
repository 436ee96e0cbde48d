"""The web app."""

from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "tactful.web"
    label = "web"

    def ready(self) -> None:
        """Have the beginning of each session written down."""
        import_module("tactful.web.sessions")
