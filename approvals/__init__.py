"""Approvals gated on rectification: application kinds, the gate, filing, pre-review, decision, follow-up."""
