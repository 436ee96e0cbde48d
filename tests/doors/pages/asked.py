"""Every page and deed of the web, as it is asked for in tests; a test fails where an address is missing here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.cast.clients import whole
from tests.doors.api.asked import PICTURE

MEMBERS = ("Ada", "Ben", "Cyd", "Dee", "Eve", "Flo", "Gus")


@dataclass(frozen=True)
class Asked:
    """One address by one method. `kind`: whose id its place takes; None where it has none."""

    name: str
    method: str = "GET"
    kind: str | None = None
    arguments: dict[str, str] = field(default_factory=dict)
    body: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """How it is called in a report."""
        return " ".join([self.method, self.name, *self.arguments.values()])

    def path(self, uid: str = "") -> str:
        """Return its address, for a record where it takes one."""
        place = "audience" if self.kind == "audience" else "uid"
        kwargs = self.arguments | ({place: uid} if self.kind else {})
        return reverse(f"web:{self.name}", kwargs=kwargs)

    def ask(self, client: Client, uid: str = "", **extra: Any) -> Any:
        """Ask for it."""
        if self.method == "POST":
            return client.post(self.path(uid), self.body, **extra)
        return whole(client.get(self.path(uid), self.query, **extra))


#: A page of whose own sources know somebody: Ada's of Ines, as Ben sees it; `ids_of` fills in who.
LOOKING = (Asked("look_as", kind="person", query={"as": "0" * 32}),)
PAGES = (
    Asked("home"),
    Asked("people"),
    Asked("person", kind="person"),
    Asked("companies"),
    Asked("company", kind="company"),
    Asked("activity"),
    Asked("thread", kind="touchpoint"),
    Asked("network"),
    Asked("network", query={"of": "companies", "band": "good", "team": "zz"}),
    Asked("network_data"),
    Asked("new_ties"),
    Asked("introducers"),
    Asked("introducers_to", kind="person", arguments={"kind": "person"}),
    Asked("introducers_to", kind="company", arguments={"kind": "company"}),
    Asked("introductions"),
    Asked("notes"),
    Asked("notes", query={"of": "mine", "words": "fair"}),
    Asked("note_write"),
    Asked("notes_import"),
    Asked("item", kind="item"),
    Asked("item", kind="file"),
    Asked("files"),
    Asked("files", query={"of": "mine", "words": "fair"}),
    Asked("reminders"),
    Asked("reminders", query={"due": "done"}),
    Asked("reminders", query={"due": "overdue"}),
    Asked("reminder_write"),
    Asked("item", kind="reminder"),
    Asked("item", kind="logged"),
    Asked("logged_write"),
    Asked("logged_write", query={"kind": "call"}),
    Asked("meeting_note_write", kind="meeting"),
    Asked("quick_add"),
    Asked("quick_add", query={"what": "reminder"}),
    Asked("same"),
    Asked("same_of", kind="person"),
    Asked("teams"),
    Asked("team", kind="audience"),
    Asked("sharing"),
    Asked("disclosures"),
    Asked("exceptions"),
    Asked("exception", kind="exception"),
    Asked("share_preview", kind="audience"),
    Asked("privacy", query={"option": "subjects"}),
    Asked("mailbox_rules"),
    Asked("sources"),
    Asked("imports"),
    Asked("source", kind="source"),
    Asked("search", query={"q": "a"}),
    Asked("mentions", query={"q": "a"}),
    Asked("why", kind="person", arguments={"kind": "person"}),
    Asked("why", kind="company", arguments={"kind": "company"}),
    Asked("why", kind="person", arguments={"kind": "person"}, query={"of": "row"}),
    Asked("why", kind="company", arguments={"kind": "company"}, query={"of": "row"}),
    Asked("why", kind="touchpoint", arguments={"kind": "touchpoint"}),
    Asked("who_sees", kind="person", arguments={"kind": "person"}),
    Asked("who_sees", kind="company", arguments={"kind": "company"}),
    Asked("who_sees", kind="touchpoint", arguments={"kind": "touchpoint"}),
    Asked("settings"),
    *(
        Asked("settings_part", arguments={"part": part})
        for part in ("you", "account", "members", "teams", "sharing", "content", "keys", "pushes", "mail")
    ),
    Asked("team_leave", kind="team"),
)
DEEDS = (
    Asked("introducers", "POST", body={"lines": "Ines Duarte\nbrightwater.example"}),
    Asked("introduction_ask", "POST", "person", body={"of": "", "words": "Please"}),
    Asked("introduction", "POST", "introduction", body={"deed": "accept"}),
    Asked("note_write", "POST", body={"text": "Met again", "option": "everyone"}),
    Asked("note_write", "POST", body={"text": "", "option": "everyone"}),
    Asked("notes_import", "POST", body={"csv": "note\nCalled", "do": "save"}),
    Asked("item", "POST", "item", body={"deed": "reply", "reply": "So do I"}),
    Asked("files", "POST"),
    Asked("file_version", "POST", "file"),
    Asked("item", "POST", "item", body={"deed": "audience", "option": "only you"}),
    Asked(
        "reminder_write", "POST", body={"text": "Call", "due_at": "2030-01-01T09:00", "option": "only you"}
    ),
    Asked("reminder_write", "POST", body={"text": "Call", "due_at": "soon", "option": "only you"}),
    Asked("logged_write", "POST", body={"kind": "call", "at": "2020-01-01T09:00", "option": "only you"}),
    Asked("logged_write", "POST", body={"kind": "visit", "at": "2020-01-01T09:00", "option": "only you"}),
    Asked("item", "POST", "logged", body={"deed": "logged", "kind": "call", "at": "2020-01-01T09:00"}),
    Asked("item", "POST", "logged", body={"deed": "logged", "kind": "call", "at": "soon"}),
    Asked("meeting_note_write", "POST", "meeting", body={"text": "Agreed", "option": "everyone"}),
    Asked("meeting_note_write", "POST", "meeting", body={"text": "", "option": "everyone"}),
    Asked("quick_add", "POST", body={"what": "note", "text": "Short"}),
    Asked("quick_add", "POST", body={"what": "reminder", "text": ""}),
    Asked("reminder", "POST", "reminder", body={"deed": "done"}),
    Asked("reminder", "POST", "reminder", body={"days": "7"}),
    Asked("item", "POST", "reminder", body={"deed": "when", "due_at": "2030-01-01T09:00"}),
    Asked("item", "POST", "reminder", body={"deed": "when", "due_at": "soon"}),
    Asked("settings_part", "POST", arguments={"part": "content"}, body={"preset": "siloed"}),
    Asked("same_judge", "POST", body={"one": "", "other": "", "deed": "same"}),
    Asked("judgement", "POST", "judgement"),
    Asked("share", "POST", "audience"),
    Asked("share_preview", "POST", "audience"),
    Asked("privacy", "POST", body={"option": "bodies", "do": "save"}),
    Asked("privacy_limit", "POST", "team", body={"option": "hide"}),
    Asked("team_privacy", "POST", "team"),
    Asked("mail_mode", "POST", body={"mode": "teams only"}),
    Asked("keeping", "POST", body={"bodies": "on"}),
    Asked("exceptions", "POST", body={"kind": "domain", "what": "unheard.example"}),
    Asked("exception", "POST", "exception"),
    Asked("mailbox_rules", "POST", body={"kind": "folder", "what": "Private"}),
    Asked("mailbox_rules", "POST", body={"kind": "domain", "what": "brightwater.example", "do": "preview"}),
    Asked("mailbox_rule", "POST", "rule"),
    Asked("protected", "POST", body={"kind": "domain", "what": "lawyers.example"}),
    Asked("protection", "POST", "recipient"),
    Asked("upload", "POST"),
    Asked("import_stop", "POST", "source"),
    Asked("source_delete", "POST", "source"),
    Asked("settings_part", "POST", arguments={"part": "you"}, body={"address": "more@hearth.example"}),
    Asked(
        "settings_part",
        "POST",
        arguments={"part": "members"},
        body={"email": "new@hearth.example", "role": "member"},
    ),
    Asked("settings_part", "POST", arguments={"part": "teams"}, body={"name": "Water"}),
    Asked(
        "settings_part",
        "POST",
        arguments={"part": "keys"},
        body={"name": "K", "reach": "relationships", "until": "2099-01-01"},
    ),
    Asked("member_role", "POST", "member", body={"role": "admin"}),
    Asked("member_state", "POST", "member", body={"state": "deactivated"}),
    Asked("invitation_withdraw", "POST", "invitation"),
    Asked("team_members", "POST", "team", body={"add": ""}),
    Asked("team_leave", "POST", "team"),
    Asked("coming_back", "POST"),
    Asked("settings_part", "POST", arguments={"part": "sharing"}, body={"preset": "open"}),
    Asked("raise_taken_back", "POST", "raised"),
    Asked("key_revoke", "POST", "key"),
    Asked(
        "settings_part",
        "POST",
        arguments={"part": "pushes"},
        body={"name": "Channel", "address": "https://hooks.chat.example/x", "scope": "mine"},
    ),
    Asked("push", "POST", "push", body={"deed": "remove"}),
    Asked("settings_part", "POST", arguments={"part": "mail"}, body={"deed": "make"}),
    Asked("reminder_trigger", "POST", body={"after": "meeting note", "days": "7"}),
    Asked("time_zone", "POST", body={"time_zone": "Asia/Tokyo"}),
    Asked("reminder_trigger", "POST", body={"after": "meeting note", "days": "soon"}),
    Asked("attachments", "POST", body={"deed": "keep"}),
)
#: What is handed out as it is: no page of ours.
HANDED_OUT = (Asked("file_content", kind="file"), Asked("file_preview", kind="file"))
#: Pages of Enterprise Admins alone: everybody may know that there are such.
GOVERNING = (Asked("departure", kind="member"), Asked("protected"), Asked("between"))
#: Answered where the account shares mails and meetings with teams only and lets members be stricter; elsewhere 403.
STRICTER = (Asked("privacy_limit", kind="team", query={"option": "hide"}),)
#: A page of who came back: others are led to what they share.
RETURNING = (Asked("coming_back"),)
#: Pages of those who are no member yet.
OUTSIDE = frozenset({"setup", "invitation"})
EVERY = (*PAGES, *HANDED_OUT, *DEEDS, *GOVERNING, *STRICTER, *RETURNING, *LOOKING)


def ids_of(cast: Cast) -> dict[str, str]:
    """Return an id of each kind that there is in Ada's account."""
    flo = cast.api("Flo")
    invited = flo.post("/invitations", {"email": "asked@hearth.example"}).json()["id"]
    limits = flo.put("/limits", {"default_for_teams": "relationships"}).json()
    private = cast.api("Ada").post("/exceptions", {"kind": "domain", "what": "private.example"}).json()["id"]
    rule = cast.api("Ada").post("/mailbox-rules", {"kind": "label", "what": "Family"}).json()["id"]
    protected = flo.post("/protected", {"kind": "domain", "what": "protected.example"}).json()["id"]
    return {
        "exception": private,
        "rule": rule,
        "recipient": protected,
        "raised": limits["default_for_teams"]["to_come"]["id"],
        "person": cast.person("Ines"),
        "company": cast.company("brightwater"),
        "touchpoint": cast.api("Ada").read(f"/people/{cast.person('Ines')}/timeline")["items"][0]["id"],
        "introduction": cast.asked("Dee", "Ada", "Ines"),
        "file": cast.file("Ada", PICTURE, "Ines", called="fair.png"),
        "item": cast.note("Ada", "Met at the fair", "Ines"),
        "reminder": cast.reminder("Ada", "Ines"),
        "logged": cast.logged("Ada", "call", "Ines"),
        "meeting": cast.meeting("Ada"),
        "judgement": cast.judged("Ada", "Ines", "Jon"),
        "audience": cast.team("Gas").hex,
        "team": cast.team("Gas").hex,
        "source": cast.api("Ada").read("/sources")["items"][0]["id"],
        "member": cast.id("Eve"),
        "invitation": invited,
        "push": cast.api("Ada")
        .post("/pushes", {"name": "Hers", "address": "https://hooks.chat.example/x"})
        .json()["id"],
        "key": cast.api("Ada").read("/keys")["items"][0]["id"],
    }
