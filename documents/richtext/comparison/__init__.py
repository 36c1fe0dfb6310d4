"""Compares texts: blocks side by side, and the words inside them."""
