"""Approvals gated on rectification. The room is kept free by the commissioned layout; the gate moves in first."""
