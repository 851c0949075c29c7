"""The pages of the school, a file a subject."""
