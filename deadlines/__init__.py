"""The working-day calendar and the clocks: what is due when, and who holds it."""
