"""Run as a program: found the small company in the home of TACTFUL_HOME, by the actions of its people.

Umber, with the domain umber.example: Ada (Enterprise Admin) and Ben are in the team Sales, Cyd is in the team Legal,
Fin in none, Dot was deactivated. Nobody shares anything yet.
"""

from __future__ import annotations

from tactful.cli.ground import ready

PASSWORD = "umber-sienna-ochre"
COLLEAGUES = (("Ben Bister", "ben"), ("Cyd Carmine", "cyd"), ("Dot Dun", "dot"), ("Fin Fawn", "fin"))
TEAMS = {"Sales": ("ada", "ben"), "Legal": ("cyd",)}


def main() -> None:
    """Found it."""
    with ready(migrate=True):
        from tactful.accounts.wall import acting
        from tactful.actions.departures import deactivate
        from tactful.actions.founding import found_account
        from tactful.actions.members import accept_invitation, invite
        from tactful.actions.teams import add_to_team, create_team
        from tactful.cli.demo.passwords import hashed_fast

        with hashed_fast():
            ada = found_account(
                name="Umber",
                domains=["umber.example"],
                member="Ada Amber",
                email="ada@umber.example",
                password=PASSWORD,
            )
            assert ada.uid is not None
            uids = {"ada": ada.uid}
            for name, local in COLLEAGUES:
                with acting(ada.account):
                    invited = invite(ada, email=f"{local}@umber.example")
                viewer = accept_invitation(invited.token, name=name, password=PASSWORD)
                assert viewer.uid is not None
                uids[local] = viewer.uid
        with acting(ada.account):
            for team, locals_ in TEAMS.items():
                made = create_team(ada, name=team)
                for local in locals_:
                    add_to_team(ada, team=made.uid, member=uids[local])
            deactivate(ada, member=uids["dot"])


if __name__ == "__main__":
    main()
