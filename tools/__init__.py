"""Small programs that keep the repository true; run by the Makefile, never by the product."""
