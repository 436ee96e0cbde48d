"""The forms that answers have in JSON: each made from what visibility hands over, and of nothing else."""
