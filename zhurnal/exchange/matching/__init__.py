"""What a planned file means for this school: what is there already, what is new, changed or missing; nothing is written."""
