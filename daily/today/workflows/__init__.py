"""What people do on the pages of today."""
