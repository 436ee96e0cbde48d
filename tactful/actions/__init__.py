"""Every write: one function per deed. The viewer comes first; checked, done in one transaction, remembered."""
