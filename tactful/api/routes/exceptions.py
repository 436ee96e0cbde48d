"""What the viewer keeps private whatever they share, and whom the account protects in every book."""

from __future__ import annotations

from typing import Literal

from ninja import Status

from tactful.accounts.ids import shown
from tactful.actions.errors import Absent
from tactful.actions.events import require, require_role
from tactful.actions.exceptions import (
    ALL,
    DEED,
    RECORDS,
    Audience,
    Named,
    exception_of,
    keep_private,
    protect,
    protection_of,
    take_back_exception,
    unprotect,
)
from tactful.api.acting import KeyRequest, require_whole_book
from tactful.api.inputs import Sent, Text, uid
from tactful.api.router import Routes
from tactful.api.routes.sharing import team_of
from tactful.api.shapes import exceptions as shapes
from tactful.api.shapes.limits import NoLongerShape, no_longer
from tactful.intake.domains import company_domain
from tactful.visibility.exceptions import (
    my_exception,
    my_exceptions,
    preview_exception,
    preview_protecting,
    preview_without,
    protected_of_mine,
    protected_recipients,
)

routes = Routes(tags=["exceptions"])
protected = Routes(tags=["exceptions"])


class NewException(Sent):
    """What to keep private: a person, a company or the thread of a touchpoint by its id, or an address or a domain.

    `what` is that id, address or domain. `audience` null is everybody, allies and guests included; else a team's id,
    or "everyone".
    """

    kind: Literal["person", "company", "touchpoint", "address", "domain"]
    what: Text
    audience: Text | None = None

    @property
    def named(self) -> Named:
        """The same in the words of the action; Absent for what cannot be an id."""
        if self.kind in RECORDS:
            return Named(self.kind, uid=uid(self.what))
        return Named(self.kind, text=self.what)

    @property
    def binds(self) -> Audience:
        """Whom it binds; Absent for what cannot be an id."""
        return ALL if self.audience is None else Audience(all=False, team=team_of(self.audience))


class NewProtected(Sent):
    """Whom to protect: an address, or a domain."""

    kind: Literal["address", "domain"]
    what: Text


@routes.get(
    "", response=shapes.Exceptions, operation_id="list_exceptions", summary="List what you keep private"
)
def list_all(request: KeyRequest) -> shapes.Exceptions:
    """Your exceptions, by name, and those of your own people whom the account protects."""
    require_whole_book(request.viewer)
    return shapes.Exceptions(
        items=[shapes.exception(one) for one in my_exceptions(request.standing)],
        protected=[
            shapes.ProtectedOfMine(id=shown(one.uid), name=one.name)
            for one in protected_of_mine(request.standing)
        ],
    )


@routes.post(
    "",
    response={201: shapes.ExceptionShape},
    operation_id="keep_private",
    summary="Keep a person, company, domain or mail thread private",
)
def create(request: KeyRequest, sent: NewException) -> Status[shapes.ExceptionShape]:
    """It wins over all that you share, on the next request. What stands already is answered as it is."""
    require_whole_book(request.viewer)
    made = keep_private(request.viewer, sent.named, sent.binds, company_domain)
    return Status(201, shapes.exception(made))


@routes.post(
    "/preview",
    response=shapes.ExceptionPreview,
    operation_id="preview_exception",
    summary="See what keeping something private would do",
)
def preview(request: KeyRequest, sent: NewException) -> shapes.ExceptionPreview:
    """Who would no longer see how much of yours; nothing is saved."""
    require_whole_book(request.viewer)
    exception = exception_of(request.standing, sent.named, sent.binds, company_domain)
    return shapes.preview(preview_exception(request.standing, exception))


@routes.delete(
    "/{exception}",
    response={204: None},
    operation_id="take_back_exception",
    summary="Take an exception back",
)
def take_back(request: KeyRequest, exception: str) -> Status[None]:
    """What your shares open is open again."""
    require_whole_book(request.viewer)
    take_back_exception(request.viewer, exception=uid(exception))
    return Status(204, None)


@routes.post(
    "/{exception}/preview",
    response=shapes.ExceptionPreview,
    operation_id="preview_taking_back_exception",
    summary="See what taking an exception back would do",
)
def preview_back(request: KeyRequest, exception: str) -> shapes.ExceptionPreview:
    """Who would newly see how much of yours; nothing is saved."""
    require_whole_book(request.viewer)
    if my_exception(request.standing, uid(exception)) is None:
        raise Absent("you have no such exception")
    return shapes.preview(preview_without(request.standing, uid(exception)))


@protected.get(
    "",
    response=shapes.ProtectedRecipients,
    operation_id="list_protected",
    summary="List whom the account protects",
)
def list_protected(request: KeyRequest) -> shapes.ProtectedRecipients:
    """Recipients who are withheld in every book. For Enterprise Admins."""
    require_role(request.viewer, DEED)
    found = protected_recipients(request.standing)
    return shapes.ProtectedRecipients(items=[shapes.protected(one) for one in found])


@protected.post(
    "",
    response={201: shapes.ProtectedShape},
    operation_id="protect",
    summary="Protect a recipient in every book",
)
def protect_one(request: KeyRequest, sent: NewProtected) -> Status[shapes.ProtectedShape]:
    """Nobody but each contributor sees them, or a mail or meeting that names them. For Enterprise Admins."""
    made = protect(request.viewer, Named(sent.kind, text=sent.what), company_domain)
    return Status(201, shapes.protected(made))


@protected.post(
    "/preview",
    response=NoLongerShape,
    operation_id="preview_protecting",
    summary="See whom you would no longer see",
)
def preview_protected(request: KeyRequest, sent: NewProtected) -> NoLongerShape:
    """What you would lose yourself: who else knows the recipient is not told. For Enterprise Admins."""
    require_role(request.viewer, DEED)
    exception = protection_of(request.standing, Named(sent.kind, text=sent.what), company_domain)
    return no_longer(preview_protecting(request.standing, exception))


@protected.delete("/{recipient}", response={204: None}, operation_id="unprotect", summary="End a protection")
def end(request: KeyRequest, recipient: str) -> Status[None]:
    """What contributors share is open again. For Enterprise Admins."""
    require(request.viewer, DEED)
    unprotect(request.viewer, recipient=uid(recipient))
    return Status(204, None)
