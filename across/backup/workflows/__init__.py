"""Making a backup, checking one, and restoring one."""
