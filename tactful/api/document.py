"""Prints the OpenAPI document: python -m tactful.api.document."""

from __future__ import annotations

import json
import os
import sys

import django


def main() -> None:
    """Write the document to standard output, with sorted keys, so that it changes only where the API does."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tactful.config.settings")
    django.setup()
    # The operations import the tables, which need the set-up above.
    from tactful.api.interface import API

    schema = API.get_openapi_schema(path_prefix="/api/v1/")
    json.dump(schema, sys.stdout, indent=1, sort_keys=True, ensure_ascii=False)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
