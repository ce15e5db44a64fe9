"""The demonstration: a province, a city with its real ledger, two counties with entries in every state.

Only ``manage.py demo`` and ``manage.py demo_accounts`` come here, and only where ``LEDGER_DEMO=1`` is set. Everything
is written through the services that people use, so that the trail of a demonstration is a trail like any other.
"""
