"""The staffing register: quotas, leadership quotas, the roster, and the figures that derive from them. F3, F4."""
