"""The register as files for people."""
