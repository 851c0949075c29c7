"""The demo gymnasium: a believable school, the same for the same date, written into an empty installation."""
