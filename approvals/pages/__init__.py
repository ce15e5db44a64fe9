"""Pages of approvals: board, guides, pre-check, filing, review, admission, sheets, exceptions, rules."""
