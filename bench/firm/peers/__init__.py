"""What others do: one file each, over the same people, the same shares and the same question."""
