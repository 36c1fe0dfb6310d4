"""The register: what of it is asked for, and in which order."""
