"""Where the key's owner has new notes or files pushed to (A35)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from ninja import Status

from tactful.accounts.ids import shown
from tactful.actions.pushes import add_push, remove_push, resume_push
from tactful.actions.store_addresses import Place
from tactful.api.acting import KeyRequest
from tactful.api.inputs import Address, Sent, Text, Words, uid
from tactful.api.router import Routes
from tactful.api.shapes.base import Id, Shape
from tactful.visibility.pushes import PushSeen, my_pushes

routes = Routes(tags=["pushes"])


class NewPush(Sent):
    """A chat's webhook, or a store's folder, and what goes there: `all` that you may read then, or `mine` alone.

    A `chat` gets new notes, as Slack's, Mattermost's and their like take them: a `POST` of `{"text": …}`. A `webdav`
    folder, or an `s3` bucket or folder in it, by its https address, gets new files and their further versions: a `PUT`
    each. `key` and `secret` are the user and password of the folder, if it asks for them, or S3's, which also wants
    the `region`. Address and sign-in are sealed, and never told again.
    """

    name: Text
    address: Address
    scope: Literal["all", "mine"] = "all"
    kind: Literal["chat", "webdav", "s3"] = "chat"
    key: Words = ""
    secret: Words = ""
    region: Words = ""


class PushShape(Shape):
    """One of your pushes. Its address is sealed: `host` is all of it that is told.

    A paused one sends nothing; `trouble` says what went wrong last, "" for nothing.
    """

    id: Id
    kind: str
    name: str
    host: str
    scope: str
    made_at: datetime
    sent_at: datetime | None
    paused: bool
    trouble: str


class Pushes(Shape):
    """Your pushes, newest first."""

    items: list[PushShape]


@routes.get(
    "",
    response=Pushes,
    operation_id="list_pushes",
    summary="List where your new notes and files are pushed to",
)
def list_all(request: KeyRequest) -> Pushes:
    """Your own. Nobody sees another's."""
    return Pushes(items=[_shape(one) for one in my_pushes(request.viewer)])


@routes.post(
    "",
    response={201: PushShape},
    operation_id="add_push",
    summary="Push notes to a chat, or files to a store",
)
def create(request: KeyRequest, sent: NewPush) -> Status[PushShape]:
    """Each that comes from now on is sent if you may read it at that moment. A key with a ceiling may not."""
    made = add_push(
        request.viewer,
        name=sent.name,
        address=sent.address,
        scope=sent.scope,
        kind=sent.kind,
        sign_in=Place("", sent.key, sent.secret, sent.region),
    )
    return Status(201, _shape(made))


@routes.post(
    "/{push}/resume", response=PushShape, operation_id="resume_push", summary="Let a paused push go on"
)
def resume(request: KeyRequest, push: str) -> PushShape:
    """With what is written from now on."""
    return _shape(resume_push(request.viewer, push=uid(push)))


@routes.delete("/{push}", response={204: None}, operation_id="remove_push", summary="Remove a push")
def remove(request: KeyRequest, push: str) -> Status[None]:
    """Nothing more is sent, and its address is forgotten."""
    remove_push(request.viewer, push=uid(push))
    return Status(204, None)


def _shape(one: PushSeen) -> PushShape:
    return PushShape(
        id=shown(one.uid),
        kind=one.kind,
        name=one.name,
        host=one.host,
        scope=one.scope,
        made_at=one.made_at,
        sent_at=one.sent_at,
        paused=one.paused,
        trouble=one.trouble,
    )
