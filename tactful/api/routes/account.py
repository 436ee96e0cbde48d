"""Whom the key stands for, the account it acts in, and the viewer's keys."""

from __future__ import annotations

from ninja import Status

from tactful.actions import departures
from tactful.actions.keys import create_key, revoke_key
from tactful.actions.time_zones import set_time_zone
from tactful.api.acting import KeyRequest
from tactful.api.inputs import Moment, Sent, Text, uid
from tactful.api.router import Routes
from tactful.api.shapes import house
from tactful.visibility.account import my_addresses, see_account
from tactful.visibility.departures import is_returning
from tactful.visibility.keys import my_keys
from tactful.visibility.mine import my_latest, my_strongest, my_totals

routes = Routes(tags=["account"])
keys = Routes(tags=["keys"])


class NewKey(Sent):
    """A key to make. `ceiling`: the facets and deeds that it reaches at most; null is all that you see.

    Name with each what it stands on: existence, relationship, then contact_info, or highlights, interactions, subject
    and body; card; read and then edit of notes and what else members write. What lacks its footing opens nothing.
    Without `ends_at` the key has no end.
    """

    name: Text
    ceiling: list[Text] | None = None
    may_write: bool = False
    ends_at: Moment | None = None


class ComingBack(Sent):
    """`keep`: your settings act as they were; without it you share nothing, as far as floors let you."""

    keep: bool


class NewTimeZone(Sent):
    """A time zone by its name, such as "Europe/Berlin"; null is the installation's."""

    time_zone: Text | None


@routes.get("/me", response=house.Me, operation_id="see_me", summary="See whom the key stands for")
def me(request: KeyRequest) -> house.Me:
    """You, your role, and how far this key reaches."""
    return house.me(
        request.viewer,
        see_account(request.standing),
        my_addresses(request.standing),
        returning=is_returning(request.standing),
    )


@routes.get(
    "/me/network", response=house.Network, operation_id="see_my_network", summary="See your own network"
)
def network(request: KeyRequest) -> house.Network:
    """How many people and companies your own sources speak of; whom you know best, and whom you met last."""
    return house.network(
        my_totals(request.standing), my_strongest(request.standing), my_latest(request.standing)
    )


@routes.get("/account", response=house.Account, operation_id="see_account", summary="See the account")
def account(request: KeyRequest) -> house.Account:
    """Its domains and the settings that bear on everybody."""
    return house.account(see_account(request.standing))


@routes.post(
    "/me/return",
    response={204: None},
    operation_id="come_back",
    summary="Say whether your settings may act again",
)
def come_back(request: KeyRequest, sent: ComingBack) -> Status[None]:
    """After a reactivation nothing of yours reaches others until you say so; 409 where you were not asked."""
    departures.come_back(request.viewer, keep=sent.keep)
    return Status(204, None)


@routes.put(
    "/me/time-zone",
    response={204: None},
    operation_id="set_time_zone",
    summary="Choose your time zone",
)
def time_zone(request: KeyRequest, sent: NewTimeZone) -> Status[None]:
    """Your pages and mails show days and times in it, and what is due today is due on its day."""
    set_time_zone(request.viewer, name=sent.time_zone or "")
    return Status(204, None)


@keys.get("", response=house.Keys, operation_id="list_keys", summary="List your keys")
def list_all(request: KeyRequest) -> house.Keys:
    """Newest first, without the keys themselves."""
    return house.keys(my_keys(request.viewer))


@keys.post("", response={201: house.KeyMade}, operation_id="create_key", summary="Make a key")
def create(request: KeyRequest, sent: NewKey) -> Status[house.KeyMade]:
    """It reads as you, never beyond its ceiling, until it ends. The token is shown this once."""
    made = create_key(
        request.viewer, name=sent.name, ceiling=sent.ceiling, may_write=sent.may_write, ends_at=sent.ends_at
    )
    return Status(201, house.key_made(made))


@keys.delete("/{key}", response={204: None}, operation_id="revoke_key", summary="Revoke a key")
def revoke(request: KeyRequest, key: str) -> Status[None]:
    """It stops at once."""
    revoke_key(request.viewer, key=uid(key))
    return Status(204, None)
