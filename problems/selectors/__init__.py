"""Reads for people: scoped to what they may see, joined, ordered."""
