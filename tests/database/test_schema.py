"""The script that homes of tests begin with says what the migrations made."""

from __future__ import annotations

import re

from tests.cli.typing import installation
from tests.database.clones import template_name
from tests.database.schema import dumped


def test_a_home_that_begins_with_the_script_is_as_the_migrations_made_it(schema: str) -> None:
    with installation("restored", schema) as (terminal, service):
        assert _plain(dumped(service, "tactful")) == _plain(schema)
        assert "already" in terminal.does("migrate").out
    assert "CREATE POLICY" in schema
    assert template_name() not in schema


def _plain(script: str) -> str:
    """Without what PostgreSQL writes otherwise each time, or once it has read a condition back."""
    lines = [line for line in script.splitlines() if not line.startswith(("\\restrict", "\\unrestrict"))]
    return re.sub(r"[()]|\[\]|::(text|character varying)", "", "\n".join(lines))
