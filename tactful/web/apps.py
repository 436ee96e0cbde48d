"""The web app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "tactful.web"
    label = "web"
