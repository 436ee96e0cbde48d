"""The jobs app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "tactful.jobs"
    label = "jobs"
