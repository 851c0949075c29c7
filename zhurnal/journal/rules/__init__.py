"""Pure decisions and arithmetic of the register: no database, no clock, nothing of Django."""
