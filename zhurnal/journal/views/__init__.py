"""The pages of the register: read input, one action or one query, a template."""
