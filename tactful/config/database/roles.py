"""The roles behind the tenant wall, made once per server, and the database that the owner migrates."""

from __future__ import annotations

from collections.abc import Mapping

from psycopg import Connection, sql

from tactful.config.database.errors import UnsafeRole

OWNER = "tactful_owner"
WEB = "tactful_web"
GATE = "tactful_gate"
MATCHER = "tactful_matcher"

_ATTRIBUTES = "nosuperuser nocreatedb nocreaterole noreplication nobypassrls"


def make_roles(superuser: Connection, passwords: Mapping[str, str]) -> None:
    """Make the four roles, or set those that stand to what they must be. `passwords` are by role, none for peers."""
    for role, login in ((OWNER, "login"), (WEB, "login"), (GATE, "nologin"), (MATCHER, "nologin")):
        name = sql.Identifier(role)
        known = superuser.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
        verb = sql.SQL("alter role {}" if known else "create role {}").format(name)
        password: sql.Composable = sql.SQL("")
        if role in passwords:
            password = sql.SQL(" password {}").format(sql.Literal(passwords[role]))
        superuser.execute(sql.SQL("{} {} {}{}").format(verb, sql.SQL(login), sql.SQL(_ATTRIBUTES), password))
    # The owner hands the narrow functions over to these two, for which it must belong to them.
    for role in (GATE, MATCHER):
        superuser.execute(sql.SQL("grant {} to {}").format(sql.Identifier(role), sql.Identifier(OWNER)))


def make_database(superuser: Connection, name: str, template: str = "template0") -> None:
    """Make a database of the owner's, or hand an existing one over to it. The connection must be in autocommit."""
    database, owner = sql.Identifier(name), sql.Identifier(OWNER)
    if superuser.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
        superuser.execute(sql.SQL("alter database {} owner to {}").format(database, owner))
    else:
        superuser.execute(
            sql.SQL("create database {} owner {} template {} encoding 'UTF8'").format(
                database, owner, sql.Identifier(template)
            )
        )
    superuser.execute(sql.SQL("revoke all on database {} from public").format(database))
    # Temporary tables take bulk loads: COPY into a table under row-level security is refused.
    superuser.execute(
        sql.SQL("grant connect, temporary on database {} to {}").format(database, sql.Identifier(WEB))
    )


def set_privileges(inside: Connection) -> None:
    """Let the web role read and write every later table of the owner, and no more. `inside` is of the database."""
    owner, web = sql.Identifier(OWNER), sql.Identifier(WEB)
    for grant in (
        "alter default privileges for role {owner} grant select, insert, update, delete on tables to {web}",
        "alter default privileges for role {owner} grant usage on sequences to {web}",
        "alter default privileges for role {owner} revoke execute on functions from public",
        "alter default privileges for role {owner} grant execute on functions to {web}",
        "revoke create on schema public from public",
        "grant usage on schema public to {web}, {gate}, {matcher}",
    ):
        inside.execute(
            sql.SQL(grant).format(
                owner=owner, web=web, gate=sql.Identifier(GATE), matcher=sql.Identifier(MATCHER)
            )
        )


def refuse_unsafe(serving: Connection) -> None:
    """Raise UnsafeRole if the connection's role could see past the tenant wall: it may own and bypass nothing."""
    row = serving.execute(
        """
        select current_user, rolsuper, rolbypassrls, rolcreaterole,
               exists (select 1 from pg_class where relowner = pg_roles.oid and relpersistence <> 't')
               or exists (select 1 from pg_database where datname = current_database() and datdba = pg_roles.oid),
               exists (select 1 from pg_auth_members where member = pg_roles.oid)
        from pg_roles where rolname = current_user
        """
    ).fetchone()
    assert row is not None, "every connection has a role"
    name, *faults = row
    words = (
        "is a superuser",
        "bypasses row-level security",
        "may create roles",
        "owns tables or the database",
        "belongs to another role",
    )
    found = [word for word, fault in zip(words, faults, strict=True) if fault]
    if found:
        raise UnsafeRole(
            f'the role "{name}" {" and ".join(found)}, so it could see past the wall between accounts: '
            f'serve as "{WEB}" (a superuser in DATABASE_URL makes it), which owns nothing'
        )
