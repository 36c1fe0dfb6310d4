"""What people do with what they have written to each other."""
