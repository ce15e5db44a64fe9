"""Entries of the ledger: intake, numbers, plans, progress, evidence, take-over from spreadsheets."""
