"""Every command with what can come out of it. `tools/doors.py` compares this with the commands."""

from __future__ import annotations

from collections.abc import Mapping

from tactful.visibility.door import Door, door

_LAYER = "D01 D03 D05 D06 D14 D16 D19 D21 D22 B04 B10 B12"

DOORS: tuple[Door, ...] = (
    door(
        "people", shows="existence relationship highlights interactions card", asks="list_seen", rules=_LAYER
    ),
    door(
        "why",
        shows="existence relationship highlights interactions contact_info card",
        asks="list_seen see why insight.value_whys.explained_values visibility.value_whys.why_company_values",
        rules=f"{_LAYER} D04 D07 D08 D09 D20 B01",
    ),
    door(
        "who-can-see",
        shows="existence relationship contact_info",
        asks="list_seen see who_sees",
        rules=f"{_LAYER} D07 D20 B01",
    ),
    door(
        "same",
        shows="existence contact_info",
        asks="see visibility.identity.proposals.list_proposals visibility.identity.proposals.proposals_about"
        " visibility.identity.joints.joints_about visibility.identity.judgements_seen.list_judgements"
        " actions.judgements.confirm_same actions.judgements.split actions.judgements.take_back_judgement",
        rules=f"{_LAYER} D07 D24 B01 B03",
    ),
    door(
        "introducers",
        shows="existence relationship highlights contact_info",
        asks="visibility.pasted.answer_lines",
        rules=f"{_LAYER} D04 D07 D20 B07",
    ),
    door(
        "who-has-seen",
        shows="existence",
        asks="list_seen see visibility.disclosures.list_disclosures",
        rules=f"{_LAYER} B03",
    ),
    door("share", asks="actions.shares.set_share", rules="D02 D13 D14 D15 B06 B10"),
    door(
        "preview-share",
        shows="existence relationship",
        asks="visibility.preview.preview_share visibility.shares.my_share",
        rules="D02 D15 B02 B10",
    ),
    door(
        "privacy",
        shows="existence relationship",
        asks="visibility.privacy.my_privacy visibility.privacy_preview.preview_privacy"
        " visibility.privacy_preview.preview_at_most actions.privacy.set_privacy actions.privacy.set_at_most",
        rules="A19 A20 A21 A22 B02 B06 B10",
    ),
    door(
        "private",
        shows="existence relationship",
        asks="visibility.exceptions.my_exceptions visibility.exceptions.preview_exception"
        " visibility.exceptions.preview_without actions.exceptions.keep_private"
        " actions.exceptions.take_back_exception",
        rules="D22 B02 B05 B10 B12",
    ),
    door(
        "protected",
        shows="existence",
        asks="visibility.exceptions.protected_recipients visibility.exceptions.preview_protecting"
        " actions.exceptions.protect actions.exceptions.unprotect",
        rules="D19 B02 B05 B10 B12",
    ),
    door(
        "limits",
        shows="existence",
        asks="visibility.limits.see_limits actions.limits.foresee"
        " visibility.effects.preview_taking_back actions.limits.set_limits actions.limits.take_back_raise",
        rules="D11 D12 D17 D18 D19 B02 B10",
    ),
    door(
        "mail-mode",
        shows="existence",
        asks="visibility.account.see_account visibility.privacy.team_privacy visibility.effects.preview_mode"
        " visibility.effects.preview_team_privacy actions.privacy.set_mode actions.privacy.set_team_privacy",
        rules="A19 A20 A21 A22 A26 D19 B02 B10",
    ),
    door(
        "deactivate",
        shows="existence",
        asks="visibility.departures.see_inventory visibility.effects.preview_deactivating"
        " actions.departures.deactivate",
        rules="B11 D23 D19 B02 B10",
    ),
    door("keeping", asks="jobs.keeping.keep visibility.account.see_account", rules="A27 D19 B02 B10"),
    door(
        "never-read",
        shows="existence relationship",
        asks="visibility.mailbox_rules.my_rules jobs.rules.never_read jobs.rules.preview_never_read"
        " actions.mailbox_rules.end_rule",
        rules="D22 B02 B05 B10 B12",
    ),
    door(
        "pushes",
        asks="visibility.pushes.my_pushes actions.pushes.add_push actions.pushes.resume_push"
        " actions.pushes.remove_push",
        rules="A35 B10 B12",
    ),
    door(
        "attachments",
        asks="visibility.attachments.my_attachments actions.attachments.keep_attachments",
        rules="A18 B10 B12",
    ),
    door(
        "bot-address",
        asks="visibility.bot_addresses.my_bot_address actions.bot_addresses.make_bot_address"
        " actions.bot_addresses.withdraw_bot_address",
        rules="A18 B10 B12",
    ),
    door(
        "import",
        asks="jobs.feeds.start_feed jobs.feeds.run_feed visibility.feeds.rejections",
        rules="D22 A37 B10",
    ),
    door("setup", asks="actions.founding.found_account", rules="D12 B10"),
)

#: Commands out of which nothing of anybody's comes, each with the reason.
EXEMPT: Mapping[str, str] = {
    "serve": "starts the program; what it answers comes out of the pages' and the API's own doors",
    "mailbot": "takes mail in; what it answers are codes, which say nothing of what is here",
    "demo": "makes a company that is invented, in a home of its own, and prints its invented sign-ins",
    "verify-log": "does a sum over random ids, and prints how many there are; whom they stand for is not read",
    "digest": "prints one hash over the content of an account, to compare two imports; nothing can be read from it",
    "rotate-keys": "encrypts what is encrypted again; it prints how many values there were, and ids of keys",
    "doctor": "says whether program and database are well: versions, counts of work, free space",
    "migrate": "changes the form of tables and prints the names of the steps",
}
