"""What people answered: why something changed, and whether a record is the same or a new one."""
