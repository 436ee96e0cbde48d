"""What every installation starts with."""
