"""Readers of the files that schools have: bytes in, frozen values and findings out; no database, no clock."""
