"""The policy: who gets what of which source. Plain Python, standard library only; read rules.py first."""
