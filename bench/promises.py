"""What a bench module hands back: one promise a line, and where its data lie."""

from pathlib import Path
from typing import TypedDict

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


class Promise(TypedDict):
    """One measured line. `ratio` is measured / against; `goal` is said in words, `holds` is its verdict.

    None stands for what a line does not have: nothing to measure against, or no goal.
    """

    id: str
    what: str
    measured: float | str
    against: float | str | None
    ratio: float | None
    goal: str | None
    holds: bool | None


class DataAbsentError(Exception):
    """The data of a bench are not on this machine; the message says which, and the bench is skipped."""


def data(name: str) -> Path:
    """The folder of a data set beside the repository; DataAbsentError when it is not there."""
    folder = DATA / name
    if not folder.is_dir():
        raise DataAbsentError(f'no data set "{name}" in ../shared/data')
    return folder
