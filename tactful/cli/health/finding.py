"""What a look at one thing found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "notice", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `wrong` wants doing; a `notice` is worth knowing; `advice` says what to do."""

    about: str
    state: State
    found: str
    advice: str = ""
