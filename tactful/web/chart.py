"""Charts as plain SVG, drawn by the server: sizes are attributes, so a strict policy lets them in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tactful.web.wording import part

HIGH, WIDE, GAP = 72, 22, 8
KINDS = (("out", "outbound"), ("in", "inbound"), ("meet", "meetings"))


def year(months: Iterable[Any]) -> SafeString:
    """Months as columns of mails out, mails in and meetings, stacked from an honest zero.

    months: {month: date, inbound, outbound, meetings} each, oldest first. The scale is the fullest month,
    which is named. The same numbers stand in a table beneath, so the picture says only what it is.
    """
    rows = list(months)
    amounts = [[int(part(row, key) or 0) for _, key in KINDS] for row in rows]
    most = max((sum(row) for row in amounts), default=0)
    columns: list[tuple[Any, ...]] = []
    labels: list[tuple[Any, ...]] = []
    for place, (row, parts) in enumerate(zip(rows, amounts, strict=True)):
        left, top = place * (WIDE + GAP), float(HIGH)
        for (style, _), amount in zip(KINDS, parts, strict=True):
            if amount:
                tall = round(amount * (HIGH - 16) / most, 1)
                top = round(top - tall, 1)
                columns.append((style, left, top, WIDE, tall))
        labels.append((left + WIDE // 2, HIGH + 14, f"{part(row, 'month'):%b}"[:1]))
    width = max(1, len(rows) * (WIDE + GAP) - GAP)
    return format_html(
        '<svg class="year" viewBox="0 0 {} {}" role="img" aria-label="{}">{}'
        '<line class="zero" x1="0" x2="{}" y1="{}" y2="{}"/>{}<text class="most" x="0" y="9">{}</text></svg>',
        width,
        HIGH + 18,
        "Mails and meetings, month by month",
        format_html_join("", '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>', columns),
        width,
        HIGH + 0.5,
        HIGH + 0.5,
        format_html_join("", '<text x="{}" y="{}" text-anchor="middle">{}</text>', labels),
        f"fullest month: {most}",
    )
