"""What a world of API v3 keeps: tables, rows, lists and summaries; all SQL is here."""
