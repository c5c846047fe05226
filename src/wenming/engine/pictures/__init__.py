"""Telling whether two photos are one: fingerprints, local features, and how one picture lies on another. Arrays in, facts out."""
