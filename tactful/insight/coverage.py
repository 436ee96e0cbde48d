"""Whether a contributor's mail was imported in both directions, which decides whether the gates bind.

RS-1 has two gates, and each leans on the direction that it does not cap:

- the gate on mail *out* asks "did they answer?" and needs the mail *in*: without it everybody looks silent;
- the gate on mail *in* asks "did the contributor answer?" and needs the mail *out*: without the sent folder
  every correspondent looks like a stranger.

A share of mail in below 20 % says that mail in is missing, above 95 % that mail out is. On either side both
gates are off, also the one whose evidence is there: an export so lopsided is a partial one, and nobody knows
which part of the other direction it lost. The price is that a flood is not capped in such a mailbox; what is
bought is that one switch, and one sentence, says to the reader how far the number can be trusted.

The share is taken over all the mail of one contributor, whichever of their sources brought it (a sent
folder and an inbox imported apart are one mailbox), and over its whole span: facts alone move it, never the
clock, so that a score cannot rise by waiting. Mail among colleagues has no part in it: whether there is any would else
show in scores.
"""

from dataclasses import dataclass

LEAST_INBOUND = 0.20
MOST_INBOUND = 0.95


@dataclass(frozen=True)
class Coverage:
    """How many messages a contributor's sources delivered each way, each once.

    Automated mail and mail among colleagues are left out.
    """

    inbound: int
    outbound: int

    @property
    def inbound_share(self) -> float | None:
        """The share of messages that came in, 0..1; None where there is no mail at all."""
        total = self.inbound + self.outbound
        return self.inbound / total if total else None

    @property
    def both_ways(self) -> bool:
        """Whether both directions were delivered, so that silence means silence and the gates bind."""
        share = self.inbound_share
        return share is not None and LEAST_INBOUND <= share <= MOST_INBOUND

    @property
    def caveat(self) -> str:
        """What stands beside the score: empty where both directions are there, or no mail at all."""
        share = self.inbound_share
        if share is None or self.both_ways:
            return ""
        return "replies not imported" if share < LEAST_INBOUND else "sent mail not imported"

    def __add__(self, other: "Coverage") -> "Coverage":
        """The coverage of two sources of one contributor together."""
        return Coverage(self.inbound + other.inbound, self.outbound + other.outbound)


BOTH_WAYS = Coverage(inbound=1, outbound=1)
"""For mail known to be complete, such as an account's own server."""
