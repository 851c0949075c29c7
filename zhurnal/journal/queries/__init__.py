"""Page-shaped reads of the register; the hot ones are raw SQL that runs on SQLite and PostgreSQL."""
