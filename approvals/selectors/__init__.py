"""Reads of approvals, scoped to what the viewer may know."""
