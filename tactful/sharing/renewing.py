"""Migration operations that make the database renew stamps, so that no writer can forget to."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

#: "changed" holds the rows of one statement. A stamp whose account or source is being deleted is not made again.
SETTLE_SETTINGS = """
create or replace function sharing_renew_settings() returns trigger language plpgsql as $renew$
begin
    insert into sharing_stamp as s (account_id, source_id, number, touches)
    select account_id, null, hashtextextended(gen_random_uuid()::text, 0), 0
    from (select distinct account_id from changed) c
    where exists (select 1 from accounts_account a where a.id = c.account_id)
    order by account_id
    on conflict (account_id, source_id) do update set number = excluded.number;
    return null;
end $renew$;
"""

#: The same, which tells by table what was renewed: what was read of the other tables is still good.
FUNCTIONS_BY_TABLE = """
create or replace function sharing_renew_settings() returns trigger language plpgsql as $renew$
begin
    insert into sharing_stamp as s (account_id, source_id, number, touches, parts)
    select account_id, null, hashtextextended(gen_random_uuid()::text, 0), 0,
           jsonb_build_object(tg_table_name, hashtextextended(gen_random_uuid()::text, 2))
    from (select distinct account_id from changed) c
    where exists (select 1 from accounts_account a where a.id = c.account_id)
    order by account_id
    on conflict (account_id, source_id) do update set
        number = excluded.number, parts = s.parts || excluded.parts;
    return null;
end $renew$
"""

RENEW_SOURCE = """
create function sharing_renew_source() returns trigger language plpgsql as $renew$
begin
    execute format(
        'insert into sharing_stamp as s (account_id, source_id, number, touches)
         select account_id, source, hashtextextended(gen_random_uuid()::text, 0),
                hashtextextended(gen_random_uuid()::text, 1)
         from (select distinct account_id, %I as source from changed) c
         where exists (select 1 from sharing_source o where o.account_id = c.account_id and o.id = c.source)
         order by account_id, source
         on conflict (account_id, source_id) do update set %I = excluded.%I',
        tg_argv[0], tg_argv[1], tg_argv[1]);
    return null;
end $renew$
"""

FUNCTIONS = [SETTLE_SETTINGS, RENEW_SOURCE]


class Renews(Operation):
    """Every statement that changes `table` renews the stamp of the account's settings, or of the source in `column`."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, column: str = "", which: str = "number") -> None:
        self.table = table
        self.column = column
        self.which = which

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change nothing in the models' state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Put a trigger on each way of changing the table."""
        call = (
            f"sharing_renew_source('{self.column}', '{self.which}')"
            if self.column
            else "sharing_renew_settings()"
        )
        for deed, rows in (("insert", "new"), ("update", "new"), ("delete", "old")):
            schema_editor.execute(
                f'create trigger "{self._name}_{deed}" after {deed} on "{self.table}" '
                f"referencing {rows} table as changed for each statement execute function {call}",
                None,
            )

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Take the triggers away."""
        for deed in ("insert", "update", "delete"):
            schema_editor.execute(f'drop trigger "{self._name}_{deed}" on "{self.table}"', None)

    def describe(self) -> str:
        """Return the line that `migrate --plan` prints."""
        return f'Renew stamps with "{self.table}"'

    @property
    def _name(self) -> str:
        return f"renew_{self.column or 'settings'}"
