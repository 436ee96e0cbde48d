"""Every operation of the API with what can come out of it. `tools/doors.py` compares this with the operations."""

from __future__ import annotations

from collections.abc import Mapping

from tactful.visibility.door import Door, door

_ROW = "existence relationship highlights interactions card"
_RECORD = f"{_ROW} contact_info"
_LAYER = "D01 D03 D05 D06 D14 D16 D19 D21 D22 A34 B04 B10 B12"
_DATES = f"{_LAYER} D08 D09 D10"
_HOUSE = "A34 B10"
_PRIVACY = "A19 A20 A21 A22 A26"
_ITEM = "read existence interactions subject"
_REMINDER = f"{_ITEM} highlights"
_CONTENT = f"{_HOUSE} A09 A13 A14 A15 A16 A17 B04 B12"

DOORS: tuple[Door, ...] = (
    # People.
    door("GET /people", shows=_ROW, asks="list_seen", rules=_LAYER),
    door("GET /people/{person}", shows=_RECORD, asks="see why", rules=f"{_DATES} D04 D07 D24 B01"),
    door("GET /people/{person}/values", shows="contact_info", asks="see", rules=f"{_LAYER} D07"),
    door("GET /people/{person}/values/why", shows="contact_info", asks="why", rules=f"{_LAYER} D07 B01"),
    door(
        "GET /people/{person}/timeline",
        shows="interactions subject",
        asks="list_seen",
        rules=f"{_DATES} D26 A37",
    ),
    door(
        "GET /people/{person}/months",
        shows="interactions",
        asks="visibility.months.person_months",
        rules=_DATES,
    ),
    door(
        "GET /people/{person}/why",
        shows=_RECORD,
        asks="why insight.value_whys.explained_values",
        rules=f"{_DATES} D04 B01",
    ),
    door("GET /people/{person}/who-sees", shows=_RECORD, asks="who_sees", rules=f"{_LAYER} D22 B01"),
    door(
        "GET /people/{person}/as/{member}",
        shows=_RECORD,
        asks="see visibility.looking.looking_as",
        rules=f"{_DATES} D07 D24 D25 B01",
    ),
    # Companies.
    door("GET /companies", shows=_ROW, asks="list_seen", rules=f"{_LAYER} D20"),
    door("GET /companies/{company}", shows=_ROW, asks="see why", rules=f"{_DATES} D04 D20 B01"),
    door("GET /companies/{company}/people", shows=_ROW, asks="list_seen", rules=f"{_LAYER} D20"),
    door(
        "GET /companies/{company}/timeline",
        shows="interactions subject",
        asks="list_seen",
        rules=f"{_DATES} D20 D26 A37",
    ),
    door(
        "GET /companies/{company}/months",
        shows="interactions",
        asks="visibility.months.company_months",
        rules=f"{_DATES} D20",
    ),
    door(
        "GET /companies/{company}/why",
        shows=_RECORD,
        asks="why visibility.value_whys.why_company_values",
        rules=f"{_DATES} D04 D20 B01",
    ),
    door("GET /companies/{company}/who-sees", shows=_RECORD, asks="who_sees", rules=f"{_LAYER} D20 D22 B01"),
    # Mails and meetings with everybody.
    door("GET /touchpoints", shows="interactions subject", asks="list_seen", rules=f"{_DATES} A24 D26 A37"),
    door(
        "GET /touchpoints/{touchpoint}/thread",
        shows="interactions subject body",
        asks="visibility.threads.see_thread",
        rules=f"{_DATES} A20 A23 A24 A27 D26 A37 B03 B05",
    ),
    door(
        "GET /touchpoints/{touchpoint}/why",
        shows="interactions subject",
        asks="visibility.touchpoint_whys.why_touchpoint",
        rules=f"{_DATES} A24 D26 A37 B01",
    ),
    door(
        "GET /touchpoints/{touchpoint}/who-sees",
        shows="interactions subject",
        asks="who_sees",
        rules=f"{_LAYER} D22 A24 B01",
    ),
    # People and companies, while somebody types.
    door("GET /search", shows=_ROW, asks="list_seen", rules=_LAYER),
    # Which records are one person.
    door(
        "GET /people/{person}/identity",
        shows="existence contact_info",
        asks="see visibility.identity.joints.joints_about visibility.identity.proposals.proposals_about",
        rules=f"{_LAYER} D07 D24 B01 B03",
    ),
    door(
        "GET /identity/proposals",
        shows="existence contact_info",
        asks="visibility.identity.proposals.list_proposals",
        rules=f"{_LAYER} D07 D24 B01 B03",
    ),
    door(
        "GET /identity/judgements",
        shows="existence contact_info",
        asks="visibility.identity.judgements_seen.list_judgements",
        rules=f"{_LAYER} D07 D24 B03",
    ),
    door(
        "POST /identity/confirmations", asks="actions.judgements.confirm_same", rules=f"{_HOUSE} D24 B04 B12"
    ),
    door("POST /identity/splits", asks="actions.judgements.split", rules=f"{_HOUSE} D24 B04 B12"),
    door(
        "DELETE /identity/judgements/{judgement}",
        asks="actions.judgements.take_back_judgement",
        rules=f"{_HOUSE} D24 B12",
    ),
    # Warm paths and introductions.
    door(
        "GET /people/{person}/introducers",
        shows=_ROW,
        asks="see visibility.introducers.introducers_to_person visibility.introductions.introductions_made",
        rules=f"{_DATES} D04 B07",
    ),
    door(
        "GET /companies/{company}/introducers",
        shows=_ROW,
        asks="see visibility.introducers.introducers_to_company",
        rules=f"{_DATES} D04 D20 B07",
    ),
    door(
        "POST /introducers",
        shows=f"{_ROW} contact_info",
        asks="visibility.pasted.answer_lines",
        rules=f"{_LAYER} D04 D07 D20 B07",
    ),
    door(
        "GET /introductions",
        shows="existence relationship",
        asks="visibility.introductions.my_introductions",
        rules=f"{_LAYER} B07",
    ),
    door(
        "POST /introductions",
        shows="existence relationship",
        asks="actions.introductions.ask_for_introduction",
        rules=f"{_LAYER} B07",
    ),
    door(
        "POST /introductions/{introduction}",
        shows="existence relationship",
        asks="actions.introductions.change_introduction",
        rules=f"{_LAYER} B07",
    ),
    # What members write, and with whom they share it.
    door(
        "GET /items",
        shows=_ITEM,
        asks="list_seen visibility.items.list_items",
        rules=_CONTENT,
    ),
    door(
        "GET /items/{item}",
        shows=_ITEM,
        asks="visibility.items.see_item",
        rules=_CONTENT,
    ),
    door(
        "POST /notes",
        shows=_ITEM,
        asks="actions.items.write_item",
        rules=f"{_CONTENT} A06 A07 A08 A12",
    ),
    door("POST /notes/import", asks="jobs.notes.import_rows", rules=f"{_HOUSE} A18 B04 B12"),
    door(
        "POST /touchpoints/{meeting}/notes",
        shows=_ITEM,
        asks="actions.meeting_notes.write_meeting_note",
        rules=f"{_CONTENT} A06 A07 A08 A12",
    ),
    door(
        "GET /touchpoints/{meeting}/notes",
        shows=_ITEM,
        asks="visibility.items.list_items",
        rules=_CONTENT,
    ),
    door(
        "GET /reminders",
        shows=_REMINDER,
        asks="visibility.reminders.list_reminders",
        rules=f"{_CONTENT} K15",
    ),
    door(
        "POST /reminders",
        shows=_REMINDER,
        asks="actions.reminders.remind",
        rules=f"{_CONTENT} K15 A06 A07 A08 A12",
    ),
    door(
        "GET /reminders/{reminder}",
        shows=_REMINDER,
        asks="visibility.reminders.see_reminder",
        rules=f"{_CONTENT} K15",
    ),
    door(
        "PATCH /reminders/{reminder}",
        shows=_REMINDER,
        asks="actions.reminders.change_reminder",
        rules=f"{_CONTENT} K15",
    ),
    door(
        "POST /reminders/{reminder}/done",
        shows=_REMINDER,
        asks="actions.reminders.do_reminder",
        rules=f"{_CONTENT} K15",
    ),
    door(
        "POST /logged-interactions",
        shows=_ITEM,
        asks="actions.logged.log_interaction",
        rules=f"{_CONTENT} A06 A07 A08 A12 A16",
    ),
    door(
        "PATCH /logged-interactions/{logged}",
        shows=_ITEM,
        asks="actions.logged.change_logged",
        rules=f"{_CONTENT} A16",
    ),
    door(
        "POST /items/{item}/replies",
        shows=_ITEM,
        asks="actions.items.reply_to",
        rules=_CONTENT,
    ),
    door(
        "PATCH /items/{item}",
        shows=_ITEM,
        asks="actions.items.edit_item",
        rules=_CONTENT,
    ),
    door(
        "PUT /items/{item}/audience",
        shows=_ITEM,
        asks="actions.items.share_item",
        rules=f"{_CONTENT} A06 A07 A08 A11 A12",
    ),
    door("DELETE /items/{item}", asks="actions.items.delete_item", rules=f"{_HOUSE} A09 B12"),
    # Files: items with contents; their sharing, title and end are the items' routes.
    door("GET /files", shows="read existence", asks="list_seen visibility.files.list_files", rules=_CONTENT),
    door(
        "POST /files",
        shows="read existence",
        asks="actions.files.upload_file",
        rules=f"{_CONTENT} A06 A07 A08 A12",
    ),
    door(
        "GET /files/{file}",
        shows="read existence",
        asks="visibility.files.see_file",
        rules=f"{_CONTENT} B03",
    ),
    door(
        "POST /files/{file}/versions",
        shows="read existence",
        asks="actions.files.upload_version",
        rules=_CONTENT,
    ),
    door(
        "GET /files/{file}/content",
        shows="read",
        asks="visibility.files.read_file",
        rules=f"{_CONTENT} B03",
    ),
    door(
        "GET /files/{file}/preview",
        shows="read",
        asks="visibility.files.read_file",
        rules=f"{_CONTENT} B03",
    ),
    door(
        "GET /content-options",
        asks="visibility.content_options.all_options",
        rules=f"{_HOUSE} A06 A08 A18 A41",
    ),
    door(
        "GET /content-options/{sort}",
        asks="visibility.content_options.offers_for",
        rules=f"{_HOUSE} A06 A07 A08",
    ),
    door(
        "PUT /content-options/{sort}",
        asks="actions.content_options.set_content_options",
        rules=f"{_HOUSE} A06 A08 A10 A18 A41",
    ),
    door(
        "POST /content-options/{sort}/preview",
        asks="visibility.content_options.count_wider",
        rules=f"{_HOUSE} A10 B02",
    ),
    door(
        "GET /network",
        shows="existence relationship",
        asks="visibility.network.network",
        rules=f"{_LAYER} D04 D20",
    ),
    door(
        "GET /network/fading",
        shows="existence relationship highlights interactions",
        asks="insight.fading.fading_ties",
        rules=f"{_DATES} B05",
    ),
    door(
        "GET /network/new",
        shows="existence relationship highlights",
        asks="visibility.moving_ties.new_ties",
        rules=f"{_DATES} B05",
    ),
    # Teams.
    door("GET /teams", asks="visibility.teams.list_teams", rules=f"{_HOUSE} D25"),
    door("POST /teams", asks="actions.teams.create_team", rules=f"{_HOUSE} D17"),
    door("GET /teams/{team}", asks="visibility.teams.see_team", rules=f"{_HOUSE} D25 B12"),
    door("GET /teams/{team}/members", asks="visibility.teams.see_team", rules=f"{_HOUSE} D25 B12"),
    door("POST /teams/{team}/members", asks="actions.teams.add_to_team", rules=f"{_HOUSE} D16 D17 B12"),
    door(
        "POST /teams/{team}/members/preview",
        shows="existence",
        asks="visibility.effects.preview_joining",
        rules=f"{_HOUSE} D16 D19 B02 B12",
    ),
    door(
        "POST /teams/{team}/members/{member}/preview",
        shows="existence",
        asks="visibility.effects.preview_removing visibility.items.count_notes_closed",
        rules=f"{_HOUSE} D16 D19 A15 B02 B12",
    ),
    door(
        "POST /teams/{team}/leave/preview",
        shows="existence relationship",
        asks="visibility.preview.preview_leaving visibility.effects.lost_by_leaving",
        rules=f"{_HOUSE} D16 B02 B12",
    ),
    door(
        "DELETE /teams/{team}/members/{member}",
        asks="actions.teams.remove_from_team",
        rules=f"{_HOUSE} D16 D17 B12",
    ),
    door(
        "GET /teams/{team}/people",
        shows=_ROW,
        asks="visibility.groups.strongest_people",
        rules=f"{_LAYER} D04",
    ),
    door("GET /teams/{team}/share", asks="visibility.shares.my_share", rules=f"{_HOUSE} D15 D18 B12"),
    door(
        "PUT /teams/{team}/share", asks="actions.shares.set_share", rules=f"{_HOUSE} D02 D13 D14 D15 B06 B12"
    ),
    door(
        "POST /teams/{team}/share/preview",
        shows="existence relationship",
        asks="visibility.preview.preview_share",
        rules=f"{_HOUSE} D02 D15 B02 B12",
    ),
    # What the viewer shares.
    door("GET /sharing", asks="visibility.shares.my_shares", rules=f"{_HOUSE} D18"),
    door("GET /sharing/{audience}", asks="visibility.shares.my_share", rules=f"{_HOUSE} D18 B12"),
    door("PUT /sharing/{audience}", asks="actions.shares.set_share", rules=f"{_HOUSE} D02 D13 D14 B06 B12"),
    door(
        "POST /sharing/{audience}/preview",
        shows="existence relationship",
        asks="visibility.preview.preview_share",
        rules=f"{_HOUSE} D02 B02 B12",
    ),
    # What is shown of mails and meetings.
    door("GET /privacy", asks="visibility.privacy.my_privacy", rules=f"{_HOUSE} {_PRIVACY}"),
    door(
        "PUT /privacy",
        asks="actions.privacy.set_privacy visibility.privacy.my_privacy",
        rules=f"{_HOUSE} {_PRIVACY} B06",
    ),
    door(
        "POST /privacy/preview",
        shows="existence relationship",
        asks="visibility.privacy_preview.preview_privacy",
        rules=f"{_HOUSE} A19 A20 B02",
    ),
    door(
        "PUT /privacy/{team}",
        asks="actions.privacy.set_at_most visibility.privacy.my_privacy",
        rules=f"{_HOUSE} A21 B12",
    ),
    door(
        "POST /privacy/{team}/preview",
        shows="existence relationship",
        asks="visibility.privacy_preview.preview_at_most",
        rules=f"{_HOUSE} A21 B02 B12",
    ),
    door(
        "PUT /mail-mode",
        asks="actions.privacy.set_mode visibility.account.see_account",
        rules=f"{_HOUSE} A19 A21 A22",
    ),
    door(
        "PUT /keeping",
        asks="jobs.keeping.keep visibility.account.see_account",
        rules=f"{_HOUSE} A27",
    ),
    door(
        "POST /mail-mode/preview",
        shows="existence",
        asks="visibility.effects.preview_mode",
        rules=f"{_HOUSE} A19 A22 D19 B02",
    ),
    door(
        "GET /teams/{team}/privacy",
        asks="visibility.privacy.team_privacy",
        rules=f"{_HOUSE} A20 A21 A26 B12",
    ),
    door(
        "PUT /teams/{team}/members/{member}/privacy",
        asks="actions.privacy.set_team_privacy visibility.privacy.team_privacy",
        rules=f"{_HOUSE} A20 A21 A26 B06 B12",
    ),
    door(
        "POST /teams/{team}/members/{member}/privacy/preview",
        shows="existence",
        asks="visibility.effects.preview_team_privacy",
        rules=f"{_HOUSE} A21 A26 D19 B02 B12",
    ),
    # What the viewer keeps private, and whom the account protects.
    door(
        "GET /exceptions",
        shows="existence relationship",
        asks="visibility.exceptions.my_exceptions visibility.exceptions.protected_of_mine",
        rules=f"{_HOUSE} D22 B05",
    ),
    door(
        "POST /exceptions",
        asks="actions.exceptions.keep_private",
        rules=f"{_HOUSE} D22 B05 B12",
    ),
    door(
        "POST /exceptions/preview",
        shows="existence relationship",
        asks="visibility.exceptions.preview_exception",
        rules=f"{_HOUSE} D22 B02 B05 B12",
    ),
    door(
        "DELETE /exceptions/{exception}",
        asks="actions.exceptions.take_back_exception",
        rules=f"{_HOUSE} B05 B12",
    ),
    door(
        "POST /exceptions/{exception}/preview",
        shows="existence relationship",
        asks="visibility.exceptions.preview_without",
        rules=f"{_HOUSE} D22 B02 B05 B12",
    ),
    door("GET /protected", asks="visibility.exceptions.protected_recipients", rules=f"{_HOUSE} D19 B05"),
    door("POST /protected", asks="actions.exceptions.protect", rules=f"{_HOUSE} D19 B05"),
    door(
        "POST /protected/preview",
        shows="existence",
        asks="visibility.exceptions.preview_protecting",
        rules=f"{_HOUSE} D19 B02 B05",
    ),
    door("DELETE /protected/{recipient}", asks="actions.exceptions.unprotect", rules=f"{_HOUSE} B05 B12"),
    # By which settings somebody sees somebody's: members, audiences and levels (B01 for administrators).
    door(
        "GET /members/{member}/sees/{contributor}",
        asks="visibility.acting_settings.acting_settings",
        rules=f"{_HOUSE} D19 B01",
    ),
    # Where everybody starts, and how far sharing goes: members, audiences and levels.
    door("GET /limits", asks="visibility.limits.see_limits", rules=f"{_HOUSE} D11 D12 D17 D18 D19"),
    door(
        "PUT /limits",
        asks="actions.limits.set_limits visibility.limits.see_limits",
        rules=f"{_HOUSE} D11 D12 D17 D18 B12",
    ),
    door(
        "POST /limits/preview",
        shows="existence",
        asks="actions.limits.foresee",
        rules=f"{_HOUSE} D11 D17 D18 D19 B02 B12",
    ),
    door("DELETE /limits/raises/{raised}", asks="actions.limits.take_back_raise", rules=f"{_HOUSE} D11 B12"),
    door(
        "POST /limits/raises/{raised}/preview",
        shows="existence",
        asks="visibility.effects.preview_taking_back",
        rules=f"{_HOUSE} D11 D19 B02 B12",
    ),
    # The viewer's own sources: their own data alone.
    door("GET /disclosures", asks="visibility.disclosures.list_disclosures", rules=f"{_HOUSE} D22 B03 B12"),
    # What is never read of the viewer's own.
    door("GET /mailbox-rules", asks="visibility.mailbox_rules.my_rules", rules=f"{_HOUSE} D22 B05"),
    door("POST /mailbox-rules", asks="jobs.rules.never_read", rules=f"{_HOUSE} D22 B05"),
    door(
        "POST /mailbox-rules/preview",
        shows="existence relationship",
        asks="jobs.rules.preview_never_read",
        rules=f"{_HOUSE} D22 B02 B05",
    ),
    door("DELETE /mailbox-rules/{rule}", asks="actions.mailbox_rules.end_rule", rules=f"{_HOUSE} B05 B12"),
    door("GET /sources", asks="visibility.feeds.my_feeds", rules=f"{_HOUSE} D22"),
    door("POST /sources", asks="jobs.feeds.upload_feed", rules=_HOUSE),
    door("GET /sources/{source}", asks="visibility.feeds.see_feed", rules=f"{_HOUSE} D22 B12"),
    door("GET /sources/{source}/rejections", asks="visibility.feeds.rejections", rules=f"{_HOUSE} D22 B12"),
    door("POST /sources/{source}/stop", asks="jobs.feeds.stop_feed", rules=f"{_HOUSE} B12"),
    door("DELETE /sources/{source}", asks="jobs.feeds.delete_feed", rules=f"{_HOUSE} B12"),
    # The account.
    door(
        "GET /me",
        asks="visibility.account.see_account visibility.account.my_addresses visibility.departures.is_returning",
        rules=f"{_HOUSE} D23",
    ),
    door(
        "GET /me/network",
        shows=_ROW,
        asks="visibility.mine.my_totals visibility.mine.my_strongest visibility.mine.my_latest",
        rules=f"{_HOUSE} D22",
    ),
    door("GET /account", asks="visibility.account.see_account", rules=_HOUSE),
    door("GET /members", asks="visibility.teams.list_members", rules=f"{_HOUSE} D25"),
    door("PUT /members/{member}/role", asks="actions.members.change_role", rules=f"{_HOUSE} A01 B12"),
    door(
        "POST /members/{member}/deactivate",
        asks="actions.departures.deactivate",
        rules=f"{_HOUSE} A01 D23 B11 B12",
    ),
    door(
        "GET /members/{member}/departure",
        shows="existence",
        asks="visibility.departures.see_inventory visibility.effects.preview_deactivating",
        rules=f"{_HOUSE} D19 D23 B02 B11 B12",
    ),
    door(
        "POST /members/{member}/reactivate",
        asks="actions.departures.reactivate",
        rules=f"{_HOUSE} D23 B12",
    ),
    door("POST /members/{member}/purge", asks="jobs.feeds.purge_member", rules=f"{_HOUSE} D23 B12"),
    door("POST /me/return", asks="actions.departures.come_back", rules=f"{_HOUSE} D23"),
    door("PUT /me/time-zone", asks="actions.time_zones.set_time_zone", rules=_HOUSE),
    door("POST /members/{member}/addresses", asks="actions.members.add_address", rules=f"{_HOUSE} B12"),
    door("GET /invitations", asks="visibility.account.open_invitations", rules=f"{_HOUSE} B12"),
    door("POST /invitations", asks="actions.members.invite", rules=_HOUSE),
    door(
        "DELETE /invitations/{invitation}", asks="actions.members.withdraw_invitation", rules=f"{_HOUSE} B12"
    ),
    door("GET /keys", asks="visibility.keys.my_keys", rules=_HOUSE),
    door("POST /keys", asks="actions.keys.create_key", rules=_HOUSE),
    door("DELETE /keys/{key}", asks="actions.keys.revoke_key", rules=f"{_HOUSE} B12"),
    # What is sent to chats. The way out is a job (jobs.pushes), which asks see_item as the push's owner.
    door("GET /pushes", asks="visibility.pushes.my_pushes", rules=f"{_HOUSE} A35"),
    door("POST /pushes", asks="actions.pushes.add_push", rules=f"{_HOUSE} A35"),
    door("POST /pushes/{push}/resume", asks="actions.pushes.resume_push", rules=f"{_HOUSE} A35 B12"),
    door("DELETE /pushes/{push}", asks="actions.pushes.remove_push", rules=f"{_HOUSE} A35 B12"),
    # What comes in by it is written by a job (jobs.mailbot) as the address's owner.
    door("GET /bot-address", asks="visibility.bot_addresses.my_bot_address", rules=f"{_HOUSE} A18"),
    door("POST /bot-address", asks="actions.bot_addresses.make_bot_address", rules=f"{_HOUSE} A18"),
    door("DELETE /bot-address", asks="actions.bot_addresses.withdraw_bot_address", rules=f"{_HOUSE} A18 B12"),
    door("GET /reminder-triggers", asks="visibility.reminder_triggers.my_triggers", rules=f"{_HOUSE} A18"),
    door("PUT /reminder-triggers", asks="actions.reminder_triggers.set_trigger", rules=f"{_HOUSE} A18"),
    door("GET /attachments", asks="visibility.attachments.my_attachments", rules=f"{_HOUSE} A18"),
    door(
        "PUT /attachments",
        asks="actions.attachments.keep_attachments visibility.attachments.my_attachments",
        rules=f"{_HOUSE} A18 B12",
    ),
)

#: Routes that show nothing of anybody's, each with the reason why it needs no declaration.
EXEMPT: Mapping[str, str] = {
    "api:nowhere": "the one answer for every address under /api/v1 that is no operation",
}
