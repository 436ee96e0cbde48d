"""Every operation of the API with what the cast gets from it: the table that the tests of all routes walk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from tactful.accounts.wall import acting
from tactful.visibility.keys import my_keys
from tests.cast import Cast
from tests.cast.clients import Api

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

WHO = ("Ada", "Ben", "Cyd", "Dee", "Eve", "Flo", "Gus")

#: What each gets, in the order of WHO, where Ada shares everything with Gas and all ids are those of `ids`.
TABLE = """
GET    /people                              200 200 200 200 200 200 200
GET    /people/{person}                     200 200 404 200 404 404 404
GET    /people/{person}/values              200 200 404 200 404 404 404
GET    /people/{person}/values/why          200 200 404 200 404 404 404
GET    /people/{person}/timeline            200 200 404 200 404 404 404
GET    /people/{person}/months              200 200 404 200 404 404 404
GET    /people/{person}/why                 200 200 404 200 404 404 404
GET    /people/{person}/who-sees            200 200 404 200 404 404 404
GET    /people/{person}/as/{member}         200 404 404 404 404 404 404
GET    /people/{person}/introducers         200 200 404 200 404 404 404
GET    /companies                           200 200 200 200 200 200 200
GET    /companies/{company}                 200 200 404 200 404 404 404
GET    /companies/{company}/people          200 200 404 200 404 404 404
GET    /companies/{company}/timeline        200 200 404 200 404 404 404
GET    /companies/{company}/months          200 200 404 200 404 404 404
GET    /companies/{company}/why             200 200 404 200 404 404 404
GET    /companies/{company}/who-sees        200 200 404 200 404 404 404
GET    /companies/{company}/introducers     200 200 404 200 404 404 404
GET    /people/{person}/identity            200 200 404 200 404 404 404
GET    /identity/proposals                  200 200 200 200 200 200 200
GET    /identity/judgements                 200 200 200 200 200 200 200
POST   /identity/confirmations              400 400 404 400 404 404 404
POST   /identity/splits                     201 201 404 201 404 404 404
DELETE /identity/judgements/{judgement}     204 204 404 204 404 404 404
POST   /introducers                         200 200 200 200 200 200 200
GET    /introductions                       200 200 200 200 200 200 200
POST   /introductions                       404 201 404 201 404 404 404
POST   /introductions/{introduction}        200 403 404 404 404 404 404
GET    /items                               200 200 200 200 200 200 200
GET    /items/{item}                        200 200 404 200 404 404 404
POST   /notes                               201 201 404 201 404 404 404
POST   /notes/import                        200 200 200 200 200 200 200
POST   /touchpoints/{meeting}/notes         201 201 404 201 404 404 404
GET    /touchpoints/{meeting}/notes         200 200 404 200 404 404 404
GET    /reminders                           200 200 200 200 200 200 200
POST   /reminders                           201 201 404 201 404 404 404
GET    /reminders/{reminder}                200 200 404 200 404 404 404
PATCH  /reminders/{reminder}                200 404 404 404 404 404 404
POST   /reminders/{reminder}/done           200 404 404 404 404 404 404
POST   /logged-interactions                 201 201 404 201 404 404 404
PATCH  /logged-interactions/{logged}        200 404 404 404 404 404 404
POST   /items/{item}/replies                201 201 404 201 404 404 404
PATCH  /items/{item}                        200 404 404 404 404 404 404
PUT    /items/{item}/audience               200 404 404 404 404 404 404
DELETE /items/{item}                        204 404 404 404 404 404 404
GET    /files                               200 200 200 200 200 200 200
POST   /files                               201 201 404 201 404 404 404
GET    /files/{file}                        200 200 404 200 404 404 404
GET    /files/{file}/content                200 200 404 200 404 404 404
GET    /files/{file}/preview                200 200 404 200 404 404 404
POST   /files/{file}/versions               201 404 404 404 404 404 404
GET    /content-options                     200 200 200 200 200 200 200
GET    /content-options/{sort}              200 200 200 200 200 200 200
PUT    /content-options/{sort}              403 403 403 403 403 200 200
POST   /content-options/{sort}/preview      403 403 403 403 403 200 200
GET    /network                             200 200 200 200 200 200 200
GET    /network/fading                      200 200 200 200 200 200 200
GET    /network/new                         200 200 200 200 200 200 200
GET    /touchpoints                         200 200 200 200 200 200 200
GET    /touchpoints/{touchpoint}/thread     200 200 404 200 404 404 404
GET    /touchpoints/{touchpoint}/why        200 200 404 200 404 404 404
GET    /touchpoints/{touchpoint}/who-sees   200 404 404 404 404 404 404
GET    /search                              200 200 200 200 200 200 200
GET    /teams                               200 200 200 200 200 200 200
POST   /teams                               403 403 403 403 403 201 201
GET    /teams/{team}                        200 200 200 200 200 200 404
GET    /teams/{team}/members                200 200 200 200 200 200 404
POST   /teams/{team}/members                403 403 403 403 403 200 404
POST   /teams/{team}/members/preview        403 403 403 403 403 200 404
POST   /teams/{team}/members/{member}/preview 403 403 403 403 403 200 404
POST   /teams/{team}/leave/preview          200 200 404 200 404 404 404
DELETE /teams/{team}/members/{member}       403 204 403 403 403 204 404
GET    /teams/{team}/people                 200 200 404 200 404 404 404
GET    /teams/{team}/share                  200 200 404 200 404 404 404
PUT    /teams/{team}/share                  200 200 404 200 404 404 404
POST   /teams/{team}/share/preview          200 200 404 200 404 404 404
GET    /sharing                             200 200 200 200 200 200 200
GET    /sharing/{audience}                  200 200 404 200 404 404 404
PUT    /sharing/{audience}                  200 200 404 200 404 404 404
POST   /sharing/{audience}/preview          200 200 404 200 404 404 404
GET    /privacy                             200 200 200 200 200 200 200
PUT    /privacy                             200 200 200 200 200 200 200
POST   /privacy/preview                     200 200 200 200 200 200 200
PUT    /privacy/{team}                      403 403 403 403 403 403 403
POST   /privacy/{team}/preview              403 403 403 403 403 403 403
PUT    /mail-mode                           403 403 403 403 403 200 200
PUT    /keeping                             403 403 403 403 403 409 409
POST   /mail-mode/preview                   403 403 403 403 403 200 200
GET    /teams/{team}/privacy                403 403 403 403 403 200 404
PUT    /teams/{team}/members/{member}/privacy 403 403 403 403 403 400 400
POST   /teams/{team}/members/{member}/privacy/preview 403 403 403 403 403 400 400
GET    /exceptions                          200 200 200 200 200 200 200
POST   /exceptions                          201 404 404 404 404 404 404
POST   /exceptions/preview                  200 404 404 404 404 404 404
DELETE /exceptions/{exception}              204 404 404 404 404 404 404
POST   /exceptions/{exception}/preview      200 404 404 404 404 404 404
GET    /mailbox-rules                       200 200 200 200 200 200 200
POST   /mailbox-rules                       201 201 201 201 201 201 201
POST   /mailbox-rules/preview               200 200 200 200 200 200 200
DELETE /mailbox-rules/{rule}                204 404 404 404 404 404 404
GET    /protected                           403 403 403 403 403 200 200
POST   /protected                           403 403 403 403 403 201 201
POST   /protected/preview                   403 403 403 403 403 200 200
DELETE /protected/{recipient}               403 403 403 403 403 204 404
GET    /members/{member}/sees/{contributor} 403 403 403 403 403 200 404
GET    /limits                              403 403 403 403 403 200 200
PUT    /limits                              403 403 403 403 403 200 404
POST   /limits/preview                      403 403 403 403 403 200 404
DELETE /limits/raises/{raised}              403 403 403 403 403 204 404
POST   /limits/raises/{raised}/preview      403 403 403 403 403 200 404
GET    /disclosures                         200 200 200 200 200 200 200
GET    /sources                             200 200 200 200 200 200 200
POST   /sources                             202 202 202 202 202 202 202
GET    /sources/{source}                    200 404 404 404 404 404 404
GET    /sources/{source}/rejections         200 404 404 404 404 404 404
POST   /sources/{source}/stop               200 404 404 404 404 404 404
DELETE /sources/{source}                    204 404 404 404 404 404 404
GET    /me                                  200 200 200 200 200 200 200
GET    /me/network                          200 200 200 200 200 200 200
GET    /account                             200 200 200 200 200 200 200
GET    /members                             200 200 200 200 200 200 200
PUT    /members/{member}/role               403 403 403 403 403 204 404
POST   /members/{member}/deactivate         403 403 403 403 403 204 404
GET    /members/{member}/departure          403 403 403 403 403 200 404
POST   /members/{member}/reactivate         403 403 403 403 403 404 404
POST   /members/{member}/purge              403 403 403 403 403 403 404
POST   /me/return                           409 409 409 409 409 409 409
PUT    /me/time-zone                        204 204 204 204 204 204 204
POST   /members/{member}/addresses          403 204 403 403 403 204 404
GET    /invitations                         403 403 403 403 403 200 200
POST   /invitations                         403 403 403 403 403 201 201
DELETE /invitations/{invitation}            403 403 403 403 403 204 404
GET    /keys                                200 200 200 200 200 200 200
POST   /keys                                201 201 201 201 201 201 201
DELETE /keys/{key}                          204 404 404 404 404 404 404
GET    /pushes                              200 200 200 200 200 200 200
POST   /pushes                              201 201 201 201 201 201 201
POST   /pushes/{push}/resume                200 404 404 404 404 404 404
DELETE /pushes/{push}                       204 404 404 404 404 404 404
GET    /bot-address                         200 200 200 200 200 200 200
POST   /bot-address                         201 201 201 201 201 201 201
DELETE /bot-address                         204 404 404 404 404 404 404
GET    /reminder-triggers                   200 200 200 200 200 200 200
PUT    /reminder-triggers                   200 200 200 200 200 200 200
GET    /attachments                         200 200 200 200 200 200 200
PUT    /attachments                         200 200 200 200 200 200 200
"""

#: What has to be sent along, where something has to.
BODIES: Mapping[str, Mapping[str, Any]] = {
    "POST /teams": {"name": "Water"},
    "POST /teams/{team}/members": {"member": "{member}"},
    "POST /teams/{team}/members/preview": {"member": "{member}"},
    "POST /me/return": {"keep": True},
    "PUT /me/time-zone": {"time_zone": "Asia/Tokyo"},
    "PUT /teams/{team}/share": {"level": "relationships"},
    "POST /teams/{team}/share/preview": {"level": "relationships"},
    "PUT /sharing/{audience}": {"relationships": True, "extras": ["contact info"]},
    "POST /sharing/{audience}/preview": {"level": "not sharing"},
    # Nothing says that the two are one; that they are not was said already.
    "POST /identity/confirmations": {"people": ["{person}", "{other}"]},
    "POST /identity/splits": {"people": ["{person}", "{other}"]},
    "POST /introducers": {"lines": ["Jon Falk", "brightwater.example", "nobody at all"]},
    "POST /introductions": {"introducer": "{ada}", "person": "{person}", "words": "Please"},
    "POST /introductions/{introduction}": {"deed": "accept", "words": "Gladly"},
    "PUT /reminder-triggers": {"after": "meeting note", "days": 7},
    "PUT /attachments": {"kept": True},
    "POST /pushes": {"name": "Channel", "address": "https://hooks.chat.example/x"},
    "POST /notes": {"text": "Prefers to be called", "people": ["{person}"]},
    "POST /notes/import": {"csv": "note,email\nCalled,jon.falk@brightwater.example\n"},
    "POST /touchpoints/{meeting}/notes": {"text": "Decided in May"},
    "POST /reminders": {"text": "Call", "people": ["{person}"], "due_at": "2026-03-01T09:00:00Z"},
    "PATCH /reminders/{reminder}": {"recurrence": "weekly"},
    "POST /logged-interactions": {"kind": "call", "people": ["{person}"], "members": ["{ada}"]},
    "PATCH /logged-interactions/{logged}": {"kind": "message"},
    "POST /items/{item}/replies": {"text": "So do I"},
    "PATCH /items/{item}": {"text": "Prefers letters"},
    "PUT /items/{item}/audience": {"option": "only you"},
    "PUT /content-options/{sort}": {"everyone": False},
    "POST /content-options/{sort}/preview": {"everyone": False},
    "POST /exceptions": {"kind": "person", "what": "{person}", "audience": "{team}"},
    "POST /mailbox-rules": {"kind": "domain", "what": "never.example"},
    "POST /mailbox-rules/preview": {"kind": "address", "what": "jon.falk@brightwater.example"},
    "POST /exceptions/preview": {"kind": "person", "what": "{person}"},
    "POST /protected": {"kind": "domain", "what": "lawyers.example"},
    "POST /protected/preview": {"kind": "address", "what": "una@lawyers.example"},
    "PUT /limits": {"audiences": [{"audience": "{team}", "floor": "relationships"}]},
    "POST /limits/preview": {"audiences": [{"audience": "{team}", "cap": "relationships"}]},
    "PUT /privacy": {"option": "subjects"},
    "POST /privacy/preview": {"option": "bodies"},
    "PUT /privacy/{team}": {"at_most": "subjects"},
    "POST /privacy/{team}/preview": {"at_most": "hide"},
    "PUT /mail-mode": {"mode": "teams only"},
    "PUT /keeping": {"bodies": True},
    "POST /mail-mode/preview": {"members_may_be_stricter": True},
    "PUT /teams/{team}/members/{member}/privacy": {"option": "subjects"},
    "POST /teams/{team}/members/{member}/privacy/preview": {"option": "hide"},
    "PUT /members/{member}/role": {"role": "admin"},
    "POST /members/{member}/addresses": {"address": "second.one@hearth.example"},
    "POST /invitations": {"email": "new.one@hearth.example"},
    "POST /keys": {"name": "For the table"},
}
CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:New One\r\nEND:VCARD\r\n"
#: What is sent as a form with a file: its name, what it holds, and the other fields.
FORMS: Mapping[str, tuple[str, bytes, Mapping[str, Any]]] = {
    "POST /sources": ("new.vcf", CARD, {}),
    "POST /files": ("offer.pdf", b"%PDF-1.7", {"people": ["{person}"]}),
    "POST /files/{file}/versions": ("offer.pdf", b"%PDF-1.7", {}),
}
#: One dot.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c636060600000000400"
    "01f61738550000000049454e44ae426082"
)
QUERIES: Mapping[str, Mapping[str, Any]] = {
    "GET /people/{person}/values/why": {"kind": "phone", "value": "+4420555002"},
    "GET /people/{person}/why": {"value": "every"},
    "GET /companies/{company}/why": {"value": "every"},
    "GET /search": {"words": "jon"},
    "DELETE /sources/{source}": {"confirm": 1},
    "POST /members/{member}/deactivate": {"confirm": 1},
    "POST /members/{member}/purge": {"confirm": 1},
}


@dataclass(frozen=True)
class Operation:
    """One operation: its name, its method and path, and the status that each of the cast gets."""

    name: str
    expects: Mapping[str, int]

    @property
    def method(self) -> str:
        """GET, POST, PUT or DELETE."""
        return self.name.split()[0]

    @property
    def path(self) -> str:
        """The path with its ids still in braces."""
        return self.name.split()[1]

    @property
    def places(self) -> tuple[str, ...]:
        """What ids the path takes."""
        return tuple(part[1:-1] for part in self.path.split("/") if part.startswith("{"))

    def ask(self, api: Api, ids: Mapping[str, str]) -> Answer:
        """Ask for it with these ids, sending along what it needs."""
        path = self.path.format(**ids)
        if self.name in FORMS:
            name, content, fields = FORMS[self.name]
            return api.upload(path, name, content, **_filled(fields, ids))
        body = BODIES.get(self.name)
        if body is not None:
            body = _filled(body, ids)
        return api.ask(self.method, path, body=body, query=QUERIES.get(self.name))


def _filled(body: Any, ids: Mapping[str, str]) -> Any:
    """Return what is sent with the ids that it names."""
    if isinstance(body, str):
        return body.format(**ids)
    if isinstance(body, list):
        return [_filled(one, ids) for one in body]
    return {key: _filled(one, ids) for key, one in body.items()} if isinstance(body, Mapping) else body


def _read(line: str) -> Operation:
    method, path, *statuses = line.split()
    return Operation(f"{method} {path}", dict(zip(WHO, map(int, statuses), strict=True)))


OPERATIONS = tuple(_read(line) for line in TABLE.strip().splitlines())
READS = tuple(operation for operation in OPERATIONS if operation.method == "GET")


def ids(cast: Cast) -> dict[str, str]:
    """Return what the paths name: Ada's contact and source, the team Gas, Ben, an invitation, a key of Ada's."""
    invited = cast.api("Flo").post("/invitations", {"email": "waiting@hearth.example"})
    cast.api("Ada")
    asked = cast.api("Ben").post(
        "/introductions", {"introducer": cast.id("Ada"), "person": cast.person("Kaya")}
    )
    with acting(cast.accounts["Ada"]):
        key = my_keys(cast.member("Ada"))[0].uid.hex
    private = cast.api("Ada").post("/exceptions", {"kind": "domain", "what": "unheard.example"})
    rule = cast.api("Ada").post("/mailbox-rules", {"kind": "label", "what": "Family"})
    protected = cast.api("Flo").post("/protected", {"kind": "domain", "what": "protected.example"})
    limits = cast.api("Flo").put("/limits", {"default_for_teams": "relationships"})
    push = cast.api("Ada").post("/pushes", {"name": "Hers", "address": "https://hooks.chat.example/x"})
    cast.api("Ada").post("/bot-address", {})
    return {
        "raised": limits.json()["default_for_teams"]["to_come"]["id"],
        "exception": private.json()["id"],
        "rule": rule.json()["id"],
        "recipient": protected.json()["id"],
        "person": cast.person("Jon"),
        "other": cast.person("Tess"),
        "judgement": cast.judged("Ada", "Jon", "Tess"),
        "company": cast.company("brightwater"),
        "team": cast.team("Gas").hex,
        "audience": cast.team("Gas").hex,
        "member": cast.id("Ben"),
        "source": cast.api("Ada").read("/sources")["items"][0]["id"],
        "invitation": invited.json()["id"],
        "key": key,
        "ada": cast.id("Ada"),
        "contributor": cast.id("Ada"),
        "touchpoint": touchpoint(cast),
        # Of Ada, on Jon, for all who see him.
        "item": cast.note("Ada", "Met at the fair", "Jon"),
        "file": cast.file("Ada", PICTURE, "Jon", called="fair.png"),
        "meeting": cast.meeting("Ada", 12),
        "reminder": cast.reminder("Ada", "Jon"),
        "logged": cast.logged("Ada", "call", "Jon"),
        "sort": "note",
        "push": push.json()["id"],
        # Of Ben to Ada; nothing where Ada does not share with him.
        "introduction": asked.json().get("id", "0" * 32),
    }


def touchpoint(cast: Cast) -> str:
    """Return the id of a mail between Ada and Jon, whoever may see it."""
    items = cast.api("Ada").read(f"/people/{cast.person('Jon')}/timeline")["items"]
    return str(items[0]["id"])


@contextmanager
def undone() -> Iterator[None]:
    """Undo what is written inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
