"""The e-mail bot: a way in by SMTP and LMTP, by which a member's mail becomes a note of theirs (A18)."""
