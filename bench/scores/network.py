"""The EU-core mail network (SNAP email-Eu-core-temporal) as columns of touches between users."""

import gzip
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bench.promises import data
from tactful.insight import ties
from tactful.insight.ties import ContactDays

Whole = npt.NDArray[np.int64]

SECONDS_A_DAY = 86_400


@dataclass(frozen=True, eq=False)
class Touches:
    """A message to one recipient is two touches: out on the sender's tie and in on the recipient's.

    Columns, one row per touch: `tie` (from 0), `direction` (0 out, 1 in), `second` and `day` since the data
    begin, `recipients` of the message.
    """

    tie: Whole
    direction: Whole
    second: Whole
    day: Whole
    recipients: Whole


@dataclass(frozen=True, eq=False)
class Messages:
    """Each message once: who sent it and on which day."""

    sender: Whole
    day: Whole


@dataclass(frozen=True, eq=False)
class Network:
    """Who wrote to whom: touches, their contact-days, and the user whose tie each is. `user[tie]`."""

    touches: Touches
    days: ContactDays
    messages: Messages
    user: Whole
    users: int

    @property
    def ties(self) -> int:
        """How many pairs of user and contact ever exchange mail."""
        return len(self.user)


def load() -> Network:
    """The whole network. Mail to oneself and repeated rows are left out. DataAbsentError without the data.

    The data name no message; rows of one sender and one second are taken for one message, and their number
    for its recipients.
    """
    with gzip.open(data("net-eu-core-temporal") / "email-Eu-core-temporal.txt.gz", "rt") as lines:
        rows = np.loadtxt(lines, dtype=np.int64)
    rows = np.unique(rows[rows[:, 0] != rows[:, 1]], axis=0)
    sender, recipient, second = rows.T
    users = int(rows[:, :2].max()) + 1

    _, first, message, size = np.unique(
        sender * (int(second.max()) + 1) + second, return_index=True, return_inverse=True, return_counts=True
    )
    pair = np.concatenate([sender * users + recipient, recipient * users + sender])
    pairs, tie = np.unique(pair, return_inverse=True)
    touches = Touches(
        tie=tie,
        direction=np.repeat([0, 1], len(rows)),
        second=np.tile(second, 2),
        day=np.tile(second // SECONDS_A_DAY, 2),
        recipients=np.tile(size[message], 2),
    )
    weight = ties.message_weights(touches.recipients)
    days = ties.heaviest(ContactDays(touches.tie, touches.direction, touches.day, weight))
    return Network(
        touches,
        days,
        Messages(sender[first], second[first] // SECONDS_A_DAY),
        user=pairs // users,
        users=users,
    )
