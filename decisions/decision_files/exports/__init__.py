"""The register taken along: as a table, on paper, as PDF."""
