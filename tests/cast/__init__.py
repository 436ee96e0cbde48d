"""A small cast for tests of rules and doors: seven colleagues, a dozen people outside, and another account.

    from tests.cast import Cast, cast  # noqa: F401 (a fixture)

    def test_a_colleague_sees_what_is_shared(cast: Cast) -> None:
        cast.share("Ada", "Gas", "relationships")
        assert cast.api("Ben").get(f"/people/{cast.person('Jon')}").status_code == 200

Ada contributes, in the teams Gas and Power. Ben is in Gas, Cyd in Power. Dee, in Gas, shares nothing and looks on. Eve
is in no team. Flo is the Enterprise Admin, in no team. Gus is of another account. Nobody shares anything at first.
"""

from tests.cast.cast import Cast
from tests.cast.fixture import cast

__all__ = ["Cast", "cast"]
