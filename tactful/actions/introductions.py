"""Asking a colleague for an introduction, answering, taking back, and noting that it was made (B07)."""

from __future__ import annotations

import uuid

from django.db import IntegrityError, transaction

from tactful.actions.errors import Absent, Invalid, NotAllowed
from tactful.actions.events import remember, require_writing
from tactful.records.models import Person
from tactful.sharing.models import Introduction
from tactful.visibility.identity.joined import joined
from tactful.visibility.introducers import known_as
from tactful.visibility.introductions import IntroductionSeen, find_introduction, see_introduction
from tactful.visibility.standing import Standing
from tactful.visibility.viewer import Viewer

LONGEST = 2_000
State = Introduction.State

#: What may be done to a request: who does it, out of which states, into which.
DEEDS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "accept": ("introducer", (State.ASKED,), State.ACCEPTED),
    "decline": ("introducer", (State.ASKED, State.ACCEPTED), State.DECLINED),
    "take back": ("asker", (State.ASKED, State.ACCEPTED), State.TAKEN_BACK),
    "made": ("asker", (State.ASKED, State.ACCEPTED), State.MADE),
}


@transaction.atomic
def ask_for_introduction(
    viewer: Viewer, *, introducer: uuid.UUID, person: uuid.UUID, words: str = ""
) -> IntroductionSeen:
    """Ask a colleague to introduce the viewer to a person whom the viewer may see that they know.

    They learn who asks, about whom, and the words. Absent where the relationship is hidden or not there; Invalid where
    the same is still open, or the words are too long.
    """
    member = require_writing(viewer)
    standing = Standing(viewer)
    row = Person.unchecked.filter(account_id=viewer.account, uid=person, colleague=False).first()
    colleague = next((m.id for m in standing.members.values() if m.uid == introducer), 0)
    # By the address that the colleague knows them by: of what is one to the viewer alone they may not know the rest.
    address = None if row is None else known_as(standing, colleague, row.id)
    if row is None or colleague == member or address is None:
        raise Absent("you see no such colleague who knows them")
    words = _checked(words, "words")
    rows = Introduction.unchecked.filter(
        account_id=viewer.account,
        asker_id=member,
        introducer_id=colleague,
        person_id__in=joined(standing).members(row.id),
    )
    already = Invalid("introducer", "you have asked this colleague about them already; see Introductions")
    if rows.filter(state__in=(State.ASKED, State.ACCEPTED)).exists():
        raise already
    try:
        with transaction.atomic():
            made = Introduction.unchecked.create(
                account_id=viewer.account,
                asker_id=member,
                introducer_id=colleague,
                person_id=address,
                words=words,
                asked_at=viewer.now,
            )
    except IntegrityError as error:
        # Two at the same moment: the database keeps one (introduction_open).
        raise already from error
    remember(viewer, "introduction asked", made.uid)
    return _saved(viewer, made.uid)


@transaction.atomic
def change_introduction(
    viewer: Viewer, *, introduction: uuid.UUID, deed: str, words: str = ""
) -> IntroductionSeen:
    """Accept or decline a request, with words or without; or, as who asked, take it back or note that it was made.

    Absent for requests of others and for none; NotAllowed where the deed is the other's; Invalid where it comes too
    late, there is no such deed, or the words are too long.
    """
    require_writing(viewer)
    standing = Standing(viewer)
    row = find_introduction(standing, introduction, lock=True)
    if row is None:
        raise Absent("there is no such request for an introduction")
    if deed not in DEEDS:
        raise Invalid("deed", f"there are four deeds: {', '.join(DEEDS)}")
    by, states, after = DEEDS[deed]
    if (row.asker_id if by == "asker" else row.introducer_id) != viewer.member:
        raise NotAllowed(f"only the {by} can do this")
    if row.state not in states:
        raise Invalid("deed", f"this request is {row.state} already")
    if by == "introducer":
        row.answer = _checked(words, "words")
    row.state, row.changed_at = after, viewer.now
    row.save(update_fields=["state", "answer", "changed_at"])
    remember(viewer, f"introduction {after}", row.uid)
    return _saved(viewer, row.uid)


def _checked(words: str, field: str) -> str:
    words = words.replace("\x00", "").strip()
    if len(words) > LONGEST:
        raise Invalid(field, f"write {LONGEST:,} characters at most")
    return words


def _saved(viewer: Viewer, uid: uuid.UUID) -> IntroductionSeen:
    seen = see_introduction(Standing(viewer), uid)
    if seen is None:
        raise Absent("there is no such request for an introduction")
    return seen
