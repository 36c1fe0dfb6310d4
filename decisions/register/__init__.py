"""The register: what of it is asked for, in which order, and how it is taken away."""
