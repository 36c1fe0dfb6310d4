"""What a text is made of; how it is read, written and compared. Without a database."""
