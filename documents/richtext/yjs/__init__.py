"""How Yjs writes changes: read and cut here before its library is given them."""
