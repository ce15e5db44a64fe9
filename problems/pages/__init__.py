"""Pages of the ledger: parse, call a service or selector, present."""
