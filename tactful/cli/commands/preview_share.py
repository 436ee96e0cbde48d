"""`tactful preview-share`: what `share` with the same arguments would change, and for whom. Saves nothing."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tactful.cli.command import Command
from tactful.cli.ending import OK, Ended
from tactful.cli.printing import print_answer
from tactful.cli.sharing import add_setting, audience_typed, end_typed, level_typed
from tactful.cli.words import counted, listed

if TYPE_CHECKING:
    from tactful.visibility.preview import Difference, Effect, Gain


def run(options: Namespace) -> int:
    """Print the exact difference that saving would make."""
    from tactful.cli.ground import acting_as

    level, ends_at = level_typed(options.level), end_typed(options.until)
    with acting_as(options) as standing:
        from tactful.visibility.preview import preview_share
        from tactful.visibility.shares import my_share

        audience = audience_typed(standing, options)
        if ends_at is not None and ends_at <= standing.viewer.now:
            raise Ended("The end date has passed; choose one to come, or none.", field="until")
        now = my_share(standing, audience.id)
        if now is not None and not now.allows(level):
            raise Ended(
                f'Your company sets at least "{now.floor}" and at most "{now.cap}" for {now.audience}.',
                field="level",
            )
        difference = preview_share(standing, audience.id, level, ends_at)
    print_answer(difference, told(difference), as_json=options.json)
    return OK


def told(difference: Difference) -> list[str]:
    """Return the difference in lines for the contributor."""
    if not difference.effects and not difference.scores:
        return [f'With "{difference.level}" for {difference.audience}, nothing changes for anybody.']
    lines = [f'With "{difference.level}" for {difference.audience}:']
    lines += effects_told(difference.effects, difference.unaffected)
    if difference.scores:
        lines.append(
            f"  {difference.audience}'s strength with {counted(difference.scores, 'person', 'people')} changes."
        )
    return lines


def effects_told(effects: Iterable[Effect], unaffected: int) -> list[str]:
    """Return for whom a change does what, in lines."""
    lines = []
    for effect in effects:
        names = [member.name for member in effect.members]
        who = listed(names if len(names) < 5 else [*names[:3], f"{len(names) - 3} more"])
        lines.append(f"  {who}")
        for verb, gain in (("newly", effect.newly), ("no longer", effect.no_longer)):
            if not gain.empty:
                lines.append(f"    {verb} {'see' if len(names) > 1 else 'sees'} {summed(gain)}")
                if gain.examples:
                    lines.append(f"      such as {listed(gain.examples)}")
    if unaffected:
        lines.append(f"  Nothing changes for {counted(unaffected, 'other person', 'other people')}.")
    return lines


def summed(gain: Gain) -> str:
    """Return one side of a difference in numbers."""
    parts = (
        (gain.people, "person", "people"),
        (gain.companies, "company", "companies"),
        (gain.contact_values, "number or address", "numbers and addresses"),
        (gain.touchpoints, "mail or meeting", "mails and meetings"),
        (gain.subjects, "subject or title", "subjects and titles"),
        (gain.bodies, "text of a mail or meeting", "texts of mails and meetings"),
    )
    return listed([counted(number, one, many) for number, one, many in parts if number])


COMMAND = Command(
    "preview-share",
    "say what `share` with the same arguments would change, and for whom, and save nothing",
    add_setting,
    run,
    story="The difference is exact, and computed by the code that then decides. It speaks of the member's own data "
    "alone.",
    examples=("tactful preview-share --as ada@example.com --with Sales --level relationships",),
)
