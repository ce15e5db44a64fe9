"""The demonstration: a province, a city with its ledger, two counties, and people for every role."""
