"""Files in the demo company: an offer in two versions, a price list for everybody, a photo of a pipe for one alone."""

from __future__ import annotations

import io
import uuid

from PIL import Image, ImageDraw

from tactful.actions.audiences import ChosenAudience
from tactful.actions.files import upload_file, upload_version
from tactful.actions.items import Writing
from tactful.actions.texts import text_of_plain
from tactful.cli.demo.company import Member
from tactful.cli.demo.found import Founded
from tactful.policy.offers import ONLY_YOU, TO_EVERYONE, TO_SOME
from tactful.visibility.mine import my_strongest
from tactful.visibility.standing import Standing
from tactful.visibility.teams import list_teams

OFFER = """{position} offer

Service hours, spare parts, two visits a year.

{price} EUR a year, until the end of March.
"""
PRICES = "part,price\ntide sensor,420.00\npressure sensor,388.50\nmeter housing,96.00\n"


def upload_files(founded: Founded) -> int:
    """Let the first members of teams put files on the people whom they know best; return how many files there are."""
    active = [member for member in founded.company.members if member.active and member.teams]
    uploaded = 0
    for place, member in enumerate(active[:3]):
        people, team = _strongest(founded, member)
        if not people:
            continue
        audience, name, content = (
            (ChosenAudience(TO_SOME, teams=(team,)), "offer.txt", _offer("Draft", "18,400")),
            (ChosenAudience(TO_EVERYONE), "prices 2026.csv", PRICES.encode()),
            (ChosenAudience(ONLY_YOU), "plant room.png", _photo()),
        )[place]
        writing = Writing("file", text_of_plain("", required=False), people=(people[0],), audience=audience)
        with founded.acting_as(member) as viewer:
            made = upload_file(viewer, content=[content], name=name, writing=writing)
            if name == "offer.txt":
                upload_version(
                    viewer, file=made.item.uid, content=[_offer("Final", "17,900")], name="offer, final.txt"
                )
        uploaded += 1
    return uploaded


def _offer(position: str, price: str) -> bytes:
    return OFFER.format(position=position, price=price).encode()


def _photo() -> bytes:
    """A picture of pipes, as simple as can be."""
    picture = Image.new("RGB", (640, 400), (226, 232, 234))
    draw = ImageDraw.Draw(picture)
    for row, colour in enumerate(((38, 92, 122), (196, 98, 60), (120, 132, 138))):
        top = 70 + 100 * row
        draw.rounded_rectangle((40, top, 600, top + 54), 27, fill=colour)
        draw.ellipse((280, top - 18, 370, top + 72), fill=(244, 244, 240), outline=(60, 66, 70), width=5)
        draw.line((325, top + 27, 350, top + 2), fill=(180, 40, 40), width=5)
    drawn = io.BytesIO()
    picture.save(drawn, "PNG")
    return drawn.getvalue()


def _strongest(founded: Founded, member: Member) -> tuple[list[uuid.UUID], uuid.UUID]:
    """Return the people whom a member knows best, and the id of the first of their teams."""
    with founded.acting_as(member) as viewer:
        standing = Standing(viewer)
        people = [row.uid for row in my_strongest(standing, dates=False)]
        return people, next(team.uid for team in list_teams(standing) if team.name == member.teams[0])
