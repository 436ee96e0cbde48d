"""What the documents point to exists: files, targets of the Makefile, packages of the house."""

import re
from pathlib import Path

import pytest

from tools.house_rules import ROOT, tracked

PAGES = [path for path in tracked() if path.endswith(".md")]
LINK = re.compile(r"\[[^\]]*\]\((?!https?://|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    # docs/cli.md and the like are printed by the program; `make check` holds them to be there.
    generated = {"POLICY.md", "docs/cli.md", "docs/openapi.json"}
    folder = (ROOT / page).parent
    targets = LINK.findall((ROOT / page).read_text(encoding="utf-8"))
    missing = [
        target
        for target in targets
        if not (folder / target).exists()
        and (folder / target).resolve().relative_to(ROOT).as_posix() not in generated
    ]
    assert not missing


def test_make_targets_that_are_named_exist() -> None:
    targets = set(
        re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    named = {
        name
        for page in PAGES
        for name in re.findall(
            r"(?:^|`)make ([a-z0-9-]+)", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    assert named <= targets


def test_the_house_has_the_rooms_that_are_drawn() -> None:
    drawing = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").split("```")[3]
    drawn = set(re.findall(r"^[├└]── ((?:\w+/ ?)+)", drawing, re.MULTILINE))
    rooms = {room.rstrip("/") for line in drawn for room in line.split()}
    built = {path.name for path in (ROOT / "tactful").iterdir() if path.is_dir() and any(path.glob("*.py"))}
    assert rooms == built


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = set(LINK.findall((folder / "README.md").read_text(encoding="utf-8")))
    assert listed == {Path(page).name for page in folder.glob("[0-9]*.md")}
