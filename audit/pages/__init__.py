"""The trail for those who audit it."""
