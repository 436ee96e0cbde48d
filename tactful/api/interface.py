"""The API as a whole: its operations, its errors, and what it says of itself."""

from __future__ import annotations

from ninja import NinjaAPI

from tactful.api.acting import Bearer, acting_for_key
from tactful.api.answers import answer_problems
from tactful.api.routes import (
    account,
    attachments,
    bot_address,
    companies,
    disclosures,
    exceptions,
    files,
    identity,
    introductions,
    items,
    limits,
    mailbox_rules,
    members,
    network,
    people,
    privacy,
    pushes,
    reminder_triggers,
    reminders,
    search,
    sharing,
    sources,
    teams,
    touchpoints,
)

API = NinjaAPI(
    title="Tactful",
    version="1",
    description=(
        "Everything that a page shows, decided by the same code. A facet that is not disclosed is absent; "
        "null and [] are data. What you may not see answers as if it were not there."
    ),
    urls_namespace="api-1",
    auth=Bearer(),
    openapi_url=None,
    docs_url=None,
)
API.add_decorator(acting_for_key, mode="view")
API.add_router("", account.routes)
API.add_router("/people", people.routes)
API.add_router("/companies", companies.routes)
API.add_router("/touchpoints", touchpoints.routes)
API.add_router("/search", search.routes)
API.add_router("/teams", teams.routes)
API.add_router("/sharing", sharing.routes)
API.add_router("/disclosures", disclosures.routes)
API.add_router("/exceptions", exceptions.routes)
API.add_router("/protected", exceptions.protected)
API.add_router("/limits", limits.routes)
API.add_router("/privacy", privacy.routes)
API.add_router("/mail-mode", privacy.mode)
API.add_router("/keeping", privacy.keeping)
API.add_router("/teams", privacy.teams)
API.add_router("/mailbox-rules", mailbox_rules.routes)
API.add_router("/sources", sources.routes)
API.add_router("/members", members.routes)
API.add_router("/invitations", members.invitations)
API.add_router("/keys", account.keys)
API.add_router("/pushes", pushes.routes)
API.add_router("/bot-address", bot_address.routes)
API.add_router("/reminder-triggers", reminder_triggers.routes)
API.add_router("/attachments", attachments.routes)
API.add_router("", introductions.paths)
API.add_router("", identity.of_people)
API.add_router("/identity", identity.routes)
API.add_router("/network", network.routes)
API.add_router("/introducers", introductions.introducers)
API.add_router("/introductions", introductions.routes)
API.add_router("/items", items.routes)
API.add_router("/files", files.routes)
API.add_router("/notes", items.notes)
API.add_router("/touchpoints", items.meetings)
API.add_router("/reminders", reminders.routes)
API.add_router("/logged-interactions", items.logged)
API.add_router("/content-options", items.options)
answer_problems(API)
