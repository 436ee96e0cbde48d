"""What must be answered before an account is known: whose login, whose key, whose invitation."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

from tactful.accounts.wall import GateFunction


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0001_initial")]

    operations: ClassVar = [
        GateFunction(
            "gate_memberships",
            "login bigint",
            "table (account_id bigint, membership_id bigint, account_uid uuid, account_name text)",
            """select m.account_id, m.id, a.uid, a.name::text
               from accounts_membership m join accounts_account a on a.id = m.account_id
               where m.login_id = login and m.state = 'active' order by m.id""",
            ["accounts_membership", "accounts_account"],
        ),
        GateFunction(
            "gate_api_key",
            "hash bytea",
            "table (account_id bigint, key_id bigint, membership_id bigint)",
            """select k.account_id, k.id, k.membership_id from accounts_apikey k
               join accounts_membership m on m.account_id = k.account_id and m.id = k.membership_id
               where k.token_hash = hash and k.revoked_at is null
               and (k.ends_at is null or k.ends_at > now()) and m.state = 'active'""",
            ["accounts_apikey", "accounts_membership"],
        ),
        GateFunction(
            "gate_invitation",
            "hash bytea",
            "table (account_id bigint, invitation_id bigint)",
            """select i.account_id, i.id from accounts_invitation i
               where i.token_hash = hash and i.accepted_at is null and i.ends_at > now()""",
            ["accounts_invitation"],
        ),
        GateFunction(
            "gate_accounts",
            "",
            "table (account_id bigint, account_uid uuid, account_name text)",
            """select a.id, a.uid, a.name::text from accounts_account a order by a.id""",
            ["accounts_account"],
        ),
    ]
