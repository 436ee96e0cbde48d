"""Read what people already have (mail, calendars, address books, contact lists) and hand it on as plain values."""
