"""Foreign spreadsheets into records of our resources, by a declarative mapping."""
