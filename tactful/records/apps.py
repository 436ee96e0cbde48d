"""The records app."""

from importlib import import_module

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "tactful.records"
    label = "records"

    def import_models(self) -> None:
        """Know the tables of what members write too, which name those of the records that it hangs on."""
        super().import_models()
        import_module("tactful.records.content")
        import_module("tactful.records.files")
        import_module("tactful.records.reminders")
