"""The address by which the key's owner sends mail that becomes notes (A18)."""

from __future__ import annotations

from datetime import datetime

from ninja import Status

from tactful.actions.bot_addresses import make_bot_address, withdraw_bot_address
from tactful.api.acting import KeyRequest
from tactful.api.router import Routes
from tactful.api.shapes.base import Shape
from tactful.visibility.bot_addresses import my_bot_address

routes = Routes(tags=["bot address"])


class BotAddressShape(Shape):
    """Your address for notes by mail. `made_at` null: you have none. `taken`: whether mail is taken here at all.

    `notes` and `files` say for whom those are that come by it.
    """

    taken: bool
    domain: str
    made_at: datetime | None
    used_at: datetime | None
    notes: str
    files: str


class NewBotAddress(Shape):
    """The address, told this once."""

    address: str


@routes.get(
    "", response=BotAddressShape, operation_id="get_bot_address", summary="See your address for notes by mail"
)
def see(request: KeyRequest) -> BotAddressShape:
    """Your own, without its secret. Nobody sees another's."""
    seen = my_bot_address(request.viewer)
    return BotAddressShape(
        taken=seen.is_taken,
        domain=seen.domain,
        made_at=seen.made_at,
        used_at=seen.used_at,
        notes=seen.notes,
        files=seen.files,
    )


@routes.post(
    "",
    response={201: NewBotAddress},
    operation_id="make_bot_address",
    summary="Make, or renew, your address for notes by mail",
)
def make(request: KeyRequest) -> Status[NewBotAddress]:
    """The one before it ends. A key with a ceiling may not; 409 where no mail is taken here."""
    return Status(201, NewBotAddress(address=make_bot_address(request.viewer)))


@routes.delete(
    "",
    response={204: None},
    operation_id="withdraw_bot_address",
    summary="End your address for notes by mail",
)
def withdraw(request: KeyRequest) -> Status[None]:
    """Mail to it is refused from now on."""
    withdraw_bot_address(request.viewer)
    return Status(204, None)
