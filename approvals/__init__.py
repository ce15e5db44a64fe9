"""Approvals gated on rectification. The room is kept free by the commissioned layout; its first resident is the gate."""
