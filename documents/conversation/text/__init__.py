"""What people write to each other, as HTML that is safe to show, and whom it names."""
