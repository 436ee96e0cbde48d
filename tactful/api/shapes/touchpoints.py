"""Mails and meetings, and what is counted of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from tactful.accounts.ids import shown
from tactful.api.shapes.base import Id, Listed, Shape, disclosed, withheld
from tactful.api.shapes.strength import Member, member, members
from tactful.records.rich_text import clean, from_html
from tactful.visibility import seen
from tactful.visibility.months import Month as MonthSeen


class Statistics(Shape):
    """How often and when, over the touchpoints that are disclosed."""

    inbound: int
    outbound: int
    meetings: int
    first_mail: datetime | None
    last_mail: datetime | None
    first_meeting: datetime | None
    last_meeting: datetime | None


class ContributorStatistics(Shape):
    """The same for one contributor."""

    member: Member
    statistics: Statistics


class Participant(Shape):
    """Somebody on a mail or meeting. A colleague who may not be named has no `member`, and null for a name."""

    name: str | None
    role: str
    colleague: bool
    company: str | None
    person: Id = withheld("the person's id, where you may open that record")
    member: Member = withheld("the colleague, where you may know them")


class Body(Shape):
    """What was written: as HTML that runs and loads nothing, and in plain words."""

    html: str
    text: str


class Touchpoint(Shape):
    """A mail or meeting.

    `directions`, of those whose books hold it: "in", "out", "meeting", or "copied" where a colleague wrote it.
    """

    id: Id
    kind: str
    at: datetime
    all_day: date | None
    directions: list[str]
    contributors: list[Member]
    participants: list[Participant]
    subject: str = withheld("where subjects are shared with you")
    body: Body = withheld("in a thread, where bodies are kept and shared with you, and there is one")


class Timeline(Listed[Touchpoint]):
    """Touchpoints, newest first."""


class Month(Shape):
    """What happened in one month (UTC); `month` is its first day."""

    month: date
    inbound: int
    outbound: int
    meetings: int


class Months(Shape):
    """The twelve months up to this one, oldest first."""

    months: list[Month]


def months(several: Iterable[MonthSeen]) -> Months:
    """Return twelve months in JSON's form."""
    return Months(
        months=[
            Month(month=m.month, inbound=m.inbound, outbound=m.outbound, meetings=m.meetings) for m in several
        ]
    )


def statistics(one: seen.Statistics | None) -> Statistics | None:
    """Return statistics in JSON's form; None where interactions are not disclosed."""
    if one is None:
        return None
    return Statistics(
        inbound=one.inbound,
        outbound=one.outbound,
        meetings=one.meetings,
        first_mail=one.first_mail,
        last_mail=one.last_mail,
        first_meeting=one.first_meeting,
        last_meeting=one.last_meeting,
    )


def by_contributor(
    several: Iterable[seen.ContributorStatistics] | None,
) -> list[ContributorStatistics] | None:
    """Return the statistics of each contributor; None where interactions are not disclosed."""
    if several is None:
        return None
    return [
        ContributorStatistics(member=member(one.member), statistics=numbers)
        for one in several
        if (numbers := statistics(one.statistics)) is not None
    ]


def timeline(page: seen.Page[seen.Touchpoint]) -> Timeline:
    """Return a page of touchpoints in JSON's form."""
    return Timeline(items=[_touchpoint(one) for one in page.rows], total=page.total, next=page.next_cursor)


def _touchpoint(one: seen.Touchpoint) -> Touchpoint:
    return Touchpoint(
        id=shown(one.uid),
        kind=one.kind,
        at=one.at,
        all_day=one.all_day,
        directions=list(one.directions),
        contributors=members(one.contributors),
        participants=[_participant(each) for each in one.participants],
        **disclosed(subject=one.subject, body=None if one.body is None else _body(one.body)),
    )


def _body(one: seen.BodySeen) -> Body:
    html = clean(one.html)
    return Body(html=html, text=from_html(html).plain)


def _participant(one: seen.Participant) -> Participant:
    return Participant(
        name=one.name,
        role=one.role,
        colleague=one.colleague,
        company=one.company,
        **disclosed(
            person=None if one.person is None else shown(one.person),
            member=None if one.member is None else member(one.member),
        ),
    )
