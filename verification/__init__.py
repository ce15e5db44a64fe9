"""Check, acceptance, look-back, sign-off, superior consent: the only way to close a number."""
