"""The partners app."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "tactful.partners"
    label = "partners"
