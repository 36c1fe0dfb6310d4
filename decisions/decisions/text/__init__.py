"""Texts of proposals and decisions: read, compared, quoted, named. No models here."""
