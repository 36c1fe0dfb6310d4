"""What changes more of an action than its own facts."""
