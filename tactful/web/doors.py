"""Every page with what can come out of it. `tools/doors.py` compares this with the addresses."""

from __future__ import annotations

from collections.abc import Mapping

from tactful.visibility.door import Door, door

_ROW = "existence relationship highlights interactions card"
_RECORD = f"{_ROW} contact_info"
_LAYER = "D01 D03 D05 D06 D14 D16 D19 D21 D22 A34 B04 B10 B12"
_DATES = f"{_LAYER} D08 D09 D10"
_HOUSE = "A34 B10"
_CONTENT = f"{_HOUSE} A09 A13 A14 A15 A16 A17 B04 B12"
_SET = f"{_HOUSE} D02 D13 D14 D15 D18 B02 B06 B12"

DOORS: tuple[Door, ...] = (
    # What the viewer sees.
    door(
        "web:home",
        shows=f"{_ROW} read",
        asks="list_seen visibility.mine.my_totals visibility.mine.my_strongest visibility.mine.my_latest"
        " visibility.shares.my_shares visibility.introductions.waiting_for_me visibility.mentions.my_mentions"
        " insight.fading.fading_ties visibility.moving_ties.new_ties visibility.privacy.is_asked"
        " visibility.reminders.due_for_me",
        rules=f"{_DATES} A17 A22 D18 B05 B07 K15",
    ),
    door(
        "web:new_ties",
        shows="existence relationship highlights",
        asks="visibility.moving_ties.new_ties",
        rules=f"{_DATES} B05",
    ),
    door("web:people", shows=_ROW, asks="list_seen visibility.teams.list_members", rules=_LAYER),
    door(
        "web:person",
        shows=f"{_RECORD} subject read",
        asks="see list_seen visibility.items.list_items visibility.files.list_files visibility.reminders.reminders_on"
        " visibility.months.person_months visibility.months.days_in_touch"
        " visibility.looking.colleagues_to_look_as"
        " visibility.shares.my_shares insight.explanation.explain visibility.introductions.introductions_made",
        rules=f"{_DATES} D04 D07 D24 D26 A37 B07",
    ),
    door("web:companies", shows=_ROW, asks="list_seen visibility.teams.list_members", rules=f"{_LAYER} D20"),
    door(
        "web:company",
        shows=f"{_ROW} subject read",
        asks="see list_seen visibility.items.list_items visibility.files.list_files visibility.reminders.reminders_on"
        " visibility.months.company_months",
        rules=f"{_DATES} D04 D20 D26 A13 A37",
    ),
    door("web:activity", shows=f"{_ROW} subject", asks="list_seen", rules=f"{_DATES} A24 D26 A37"),
    door(
        "web:thread",
        shows=f"{_ROW} subject body read",
        asks="visibility.threads.see_thread visibility.items.list_items",
        rules=f"{_DATES} A14 A15 A20 A23 A24 A27 D26 A37 B03 B05",
    ),
    door(
        "web:search",
        shows=_ROW,
        asks="list_seen visibility.teams.list_teams visibility.shares.my_shares",
        rules=_LAYER,
    ),
    # Colleagues, suggested to whoever writes; every member knows of every member.
    door("web:mentions", asks="visibility.teams.members_named", rules=f"{_HOUSE} D25"),
    door(
        "web:why",
        shows=f"{_RECORD} subject",
        asks="see why insight.value_whys.explained_values visibility.value_whys.why_company_values"
        " visibility.touchpoint_whys.why_touchpoint",
        rules=f"{_DATES} D04 D07 D20 A24 D26 A37 B01",
    ),
    door("web:who_sees", shows=f"{_RECORD} subject", asks="see who_sees", rules=f"{_LAYER} D20 D22 B01"),
    door(
        "web:look_as",
        shows=f"{_RECORD} subject",
        asks="see list_seen visibility.looking.looking_as",
        rules=f"{_DATES} D07 D25 D26 B01",
    ),
    # What members write.
    door(
        "web:notes",
        shows="read existence interactions subject",
        asks="list_seen see visibility.items.list_items visibility.content_options.offers_for",
        rules=f"{_CONTENT} A06 A07",
    ),
    door(
        "web:note_write",
        shows="read existence",
        asks="see visibility.content_options.offers_for actions.items.write_item",
        rules=f"{_CONTENT} A06 A07 A08",
    ),
    door(
        "web:notes_import",
        asks="jobs.notes.import_rows",
        rules=f"{_HOUSE} A18 B04 B12",
    ),
    door(
        "web:item",
        shows="read existence interactions subject",
        asks="visibility.items.see_item visibility.files.see_file visibility.content_options.offers_for"
        " visibility.reminders.see_reminder visibility.teams.list_members actions.items.reply_to"
        " actions.items.edit_item actions.items.share_item actions.items.delete_item actions.items.put_mention_away"
        " actions.reminders.change_reminder actions.logged.change_logged",
        rules=f"{_CONTENT} A06 A07 A08 A11 B01 B03 K15",
    ),
    door(
        "web:logged_write",
        shows="existence",
        asks="see visibility.content_options.offers_for visibility.teams.list_members actions.logged.log_interaction",
        rules=f"{_CONTENT} A06 A07 A08",
    ),
    door(
        "web:meeting_note_write",
        shows="existence interactions subject",
        asks="visibility.meetings.see_meeting visibility.meetings.shows_its_author"
        " visibility.content_options.offers_for actions.meeting_notes.write_meeting_note",
        rules=f"{_CONTENT} A06 A07 A08 B03",
    ),
    door(
        "web:quick_add",
        shows="existence",
        asks="see visibility.mine.my_latest visibility.content_options.offer_where_nobody_chooses"
        " actions.items.write_item actions.logged.log_interaction actions.reminders.remind",
        rules=f"{_CONTENT} A06 A18",
    ),
    door(
        "web:files",
        shows="read existence",
        asks="list_seen see visibility.files.list_files visibility.content_options.offers_for"
        " actions.files.upload_file",
        rules=f"{_CONTENT} A06 A07 A08",
    ),
    door("web:file_content", shows="read", asks="visibility.files.read_file", rules=f"{_CONTENT} B03"),
    door("web:file_preview", shows="read", asks="visibility.files.read_file", rules=f"{_CONTENT} B03"),
    door("web:file_version", asks="visibility.files.owns_file actions.files.upload_version", rules=_CONTENT),
    door(
        "web:reminders",
        shows="read existence",
        asks="see visibility.reminders.list_reminders visibility.reminders.reminders_on"
        " visibility.reminder_triggers.my_triggers",
        rules=f"{_CONTENT} K15 A18",
    ),
    door("web:reminder_trigger", asks="actions.reminder_triggers.set_trigger", rules=f"{_HOUSE} A18"),
    door(
        "web:reminder_write",
        shows="existence",
        asks="see visibility.content_options.offers_for visibility.teams.list_members actions.reminders.remind",
        rules=f"{_CONTENT} A06 A07 A08",
    ),
    door(
        "web:reminder",
        asks="see visibility.reminders.see_reminder actions.reminders.do_reminder actions.reminders.change_reminder",
        rules=f"{_CONTENT} K15",
    ),
    # Which records are one person.
    door(
        "web:same",
        shows="existence contact_info",
        asks="visibility.identity.proposals.list_proposals visibility.identity.judgements_seen.list_judgements",
        rules=f"{_LAYER} D07 D24 B01 B03",
    ),
    door(
        "web:same_of",
        shows="existence contact_info",
        asks="see visibility.identity.joints.joints_about visibility.identity.proposals.proposals_about",
        rules=f"{_LAYER} D07 D24 B01 B03",
    ),
    door(
        "web:same_judge",
        asks="actions.judgements.confirm_same actions.judgements.split",
        rules=f"{_HOUSE} D24 B04 B12",
    ),
    door("web:judgement", asks="actions.judgements.take_back_judgement", rules=f"{_HOUSE} D24 B12"),
    # Warm paths and introductions.
    door(
        "web:introducers",
        shows=f"{_ROW} contact_info",
        asks="visibility.pasted.answer_lines",
        rules=f"{_LAYER} D04 D07 D20 B07",
    ),
    door(
        "web:introducers_to",
        shows=_ROW,
        asks="see visibility.introducers.introducers_to_person visibility.introducers.introducers_to_company",
        rules=f"{_DATES} D04 D20 B07",
    ),
    door(
        "web:introductions",
        shows="existence relationship",
        asks="visibility.introductions.my_introductions",
        rules=f"{_LAYER} B07",
    ),
    door(
        "web:introduction_ask",
        asks="actions.introductions.ask_for_introduction",
        rules=f"{_LAYER} B07",
    ),
    door("web:introduction", asks="actions.introductions.change_introduction", rules=f"{_HOUSE} B07 B12"),
    # The network as a graph.
    door(
        "web:network",
        shows="existence relationship",
        asks="see visibility.network.network visibility.teams.list_teams",
        rules=f"{_LAYER} D04 D20",
    ),
    door(
        "web:network_data",
        shows="existence relationship",
        asks="visibility.network.network",
        rules=f"{_LAYER} D04 D20",
    ),
    # Teams, and what the viewer shares.
    door(
        "web:teams",
        asks="visibility.teams.list_teams visibility.shares.my_shares",
        rules=f"{_HOUSE} D18 D25",
    ),
    door(
        "web:team",
        shows=_ROW,
        asks="visibility.teams.list_teams visibility.teams.list_members visibility.shares.my_share"
        " visibility.groups.strongest_people visibility.privacy.team_privacy",
        rules=f"{_LAYER} A20 A21 A26 D04 D15 D18 D25",
    ),
    door(
        "web:team_privacy",
        shows="existence",
        asks="visibility.privacy.team_privacy visibility.effects.preview_team_privacy"
        " actions.privacy.set_team_privacy",
        rules=f"{_HOUSE} A20 A21 A26 D19 B02 B12",
    ),
    door(
        "web:sharing",
        asks="visibility.shares.my_shares visibility.feeds.my_feeds visibility.mine.my_totals"
        " visibility.exceptions.my_exceptions visibility.history.my_history visibility.privacy.my_privacy",
        rules=f"{_HOUSE} A19 A20 A21 D13 D18 D22 B05",
    ),
    door(
        "web:privacy",
        shows="existence relationship",
        asks="visibility.privacy.my_privacy visibility.privacy_preview.preview_privacy"
        " actions.privacy.set_privacy",
        rules=f"{_HOUSE} A19 A20 A21 B02 B06",
    ),
    door(
        "web:privacy_limit",
        shows="existence relationship",
        asks="visibility.privacy.my_privacy visibility.privacy_preview.preview_at_most"
        " actions.privacy.set_at_most",
        rules=f"{_HOUSE} A21 B02 B12",
    ),
    door("web:share", asks="visibility.shares.my_share actions.shares.set_share", rules=_SET),
    door(
        "web:share_preview",
        shows="existence relationship",
        asks="visibility.shares.my_share visibility.preview.preview_share",
        rules=_SET,
    ),
    # What the viewer keeps private, and whom the account protects.
    door(
        "web:exceptions",
        shows="existence relationship",
        asks="visibility.exceptions.my_exceptions visibility.exceptions.preview_exception"
        " visibility.exceptions.protected_of_mine visibility.shares.my_shares actions.exceptions.keep_private",
        rules=f"{_HOUSE} D22 B02 B05 B12",
    ),
    door(
        "web:exception",
        shows="existence relationship",
        asks="visibility.exceptions.my_exception visibility.exceptions.preview_without"
        " actions.exceptions.take_back_exception",
        rules=f"{_HOUSE} D22 B02 B05 B12",
    ),
    door(
        "web:protected",
        shows="existence",
        asks="visibility.exceptions.protected_recipients visibility.exceptions.preview_protecting"
        " actions.exceptions.protect",
        rules=f"{_HOUSE} D19 B02 B05",
    ),
    door("web:protection", asks="actions.exceptions.unprotect", rules=f"{_HOUSE} B05 B12"),
    # The viewer's own sources: their own data alone.
    door(
        "web:disclosures",
        asks="visibility.disclosures.list_disclosures visibility.teams.list_members see",
        rules=f"{_HOUSE} D22 B03",
    ),
    door(
        "web:sources",
        asks="visibility.feeds.my_feeds visibility.feeds.people_of_feeds visibility.account.my_addresses"
        " visibility.attachments.my_attachments visibility.keeping.keeping_of",
        rules=f"{_HOUSE} A18 A27 D22",
    ),
    door("web:attachments", asks="actions.attachments.keep_attachments", rules=f"{_HOUSE} A18 B12"),
    # What is never read of the viewer's own.
    door(
        "web:mailbox_rules",
        shows="existence relationship",
        asks="visibility.mailbox_rules.my_rules visibility.feeds.my_feeds jobs.rules.never_read"
        " jobs.rules.preview_never_read",
        rules=f"{_HOUSE} D22 B02 B05",
    ),
    door("web:mailbox_rule", asks="actions.mailbox_rules.end_rule", rules=f"{_HOUSE} B05 B12"),
    door("web:upload", asks="jobs.feeds.upload_feed", rules=_HOUSE),
    door("web:imports", asks="visibility.feeds.my_feeds", rules=f"{_HOUSE} D22"),
    door("web:import_stop", asks="jobs.feeds.stop_feed", rules=f"{_HOUSE} B12"),
    door(
        "web:source",
        asks="visibility.feeds.see_feed visibility.feeds.rejections visibility.feeds.people_of_feeds",
        rules=f"{_HOUSE} D22 B12",
    ),
    door("web:source_delete", asks="jobs.feeds.delete_feed", rules=f"{_HOUSE} B12"),
    # The account.
    door(
        "web:settings",
        asks="visibility.account.my_addresses visibility.account.sign_in_addresses",
        rules=_HOUSE,
    ),
    door(
        "web:settings_part",
        shows="existence",
        asks="visibility.limits.see_limits visibility.shares.my_shares actions.limits.foresee"
        " actions.limits.set_limits visibility.account.see_account visibility.account.my_addresses"
        " visibility.account.sign_in_addresses visibility.account.open_invitations"
        " visibility.teams.list_members visibility.teams.list_teams visibility.keys.my_keys"
        " visibility.pushes.my_pushes actions.pushes.add_push"
        " visibility.bot_addresses.my_bot_address actions.bot_addresses.make_bot_address"
        " actions.bot_addresses.withdraw_bot_address"
        " actions.members.add_address actions.members.invite actions.teams.create_team actions.keys.create_key",
        rules=f"{_HOUSE} A18 A35 D11 D12 D17 D18 D19 D25 B02 B12",
    ),
    door("web:time_zone", asks="actions.time_zones.set_time_zone", rules=_HOUSE),
    door("web:member_role", asks="actions.members.change_role", rules=f"{_HOUSE} A01 B12"),
    door(
        "web:member_state",
        asks="actions.departures.deactivate actions.departures.reactivate jobs.feeds.purge_member",
        rules=f"{_HOUSE} A01 D23 B11 B12",
    ),
    door(
        "web:departure",
        shows="existence",
        asks="visibility.departures.see_inventory visibility.effects.preview_deactivating"
        " visibility.teams.list_members",
        rules=f"{_HOUSE} D19 D23 B02 B11 B12",
    ),
    door(
        "web:coming_back",
        asks="visibility.shares.my_shares visibility.privacy.my_privacy actions.departures.come_back",
        rules=f"{_HOUSE} D18 D23",
    ),
    door(
        "web:raise_taken_back",
        shows="existence",
        asks="visibility.effects.preview_taking_back actions.limits.take_back_raise",
        rules=f"{_HOUSE} D11 D19 B02 B12",
    ),
    door(
        "web:mail_mode",
        shows="existence",
        asks="visibility.effects.preview_mode actions.privacy.set_mode",
        rules=f"{_HOUSE} A19 A21 A22 D19 B02",
    ),
    door("web:keeping", asks="jobs.keeping.keep", rules=f"{_HOUSE} A27"),
    door(
        "web:between",
        asks="visibility.teams.list_members visibility.acting_settings.acting_settings",
        rules=f"{_HOUSE} D19 B01",
    ),
    door("web:invitation_withdraw", asks="actions.members.withdraw_invitation", rules=f"{_HOUSE} B12"),
    door(
        "web:team_members",
        shows="existence",
        asks="actions.teams.add_to_team actions.teams.remove_from_team"
        " visibility.effects.preview_joining visibility.effects.preview_removing"
        " visibility.items.count_notes_closed",
        rules=f"{_HOUSE} A15 D16 D17 D19 B02 B12",
    ),
    door(
        "web:team_leave",
        shows="existence relationship",
        asks="actions.teams.remove_from_team visibility.preview.preview_leaving"
        " visibility.effects.lost_by_leaving visibility.teams.see_team",
        rules=f"{_HOUSE} D16 B02 B12",
    ),
    door("web:key_revoke", asks="actions.keys.revoke_key", rules=f"{_HOUSE} B12"),
    door("web:push", asks="actions.pushes.remove_push actions.pushes.resume_push", rules=f"{_HOUSE} A35 B12"),
    # Before there is a member.
    door("web:setup", asks="actions.founding.found_account", rules="D12"),
    door(
        "web:invitation",
        asks="actions.members.see_invitation actions.members.accept_invitation",
        rules="B12",
    ),
)

#: Routes that show nothing of anybody's, each with the reason why it needs no declaration.
EXEMPT: Mapping[str, str] = {
    "account_login": "signing in: says the same for a wrong password and for an address without a login",
    "account_logout": "signing out: reads nothing but the session that it ends",
    "account_inactive": "says that a sign-in is paused, to whoever asks",
    "account_signup": "says that invitations are the way in, to whoever asks",
    "account_reauthenticate": "asks for the password of the login that is signed in",
    "account_change_password": "changes the password of the login that is signed in",
    "account_set_password": "sets the password of the login that is signed in",
    "account_reset_password": "answers alike whether or not the address has a login",
    "account_reset_password_done": "says to look into the mail, to whoever asks",
    "account_reset_password_from_key": "opened by a secret link that was mailed to the address",
    "account_reset_password_from_key_done": "says that the password is set, to whoever asks",
}
