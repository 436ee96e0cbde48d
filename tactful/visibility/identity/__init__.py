"""Which people are one to a viewer, and why; which others may be, and what makes them alike (D24).

Everything of an account is stored by address. `joined` puts the addresses that a viewer sees together to people, along
the `edges` that hold for that viewer; every answer about people goes by it. The rest answers the pages that ask:
`also_known` and `joints` say why two are one, `proposals` which two may be, by what `likeness`, and `grounds` on what a
confirmation would rest.

What holds before anybody asks, for it bears on stage 1, stands below: `visibility/judgements.py`, what members said of
two; `visibility/evidence.py`, all that says of whom exceptions name that they are one; `visibility/covering.py`.
"""
