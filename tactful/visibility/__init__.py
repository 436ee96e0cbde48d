"""What a viewer may see: joins the policy to the tables. The only reader for pages, API, command line and jobs.

Four questions: `see` one record, `list_seen` many with an exact total, `who_sees` a value, `why` a viewer sees it.
"""
