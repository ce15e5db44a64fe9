"""Column defaults that only the database can give: the open act, the transaction, the wall clock.

Bulk inserts send no signals and raw SQL passes no Python at all, so who and when must come from the database.
"""

from django.db import models


class CurrentAct(models.Func):
    """Id of the act opened in this transaction; the database refuses the row when there is none."""

    function = "ledger_act"
    output_field = models.BigIntegerField()


class CurrentTransaction(models.Func):
    """Number of the running transaction, 64 bits, never reused within one cluster."""

    template = "(pg_current_xact_id()::text)::bigint"
    output_field = models.BigIntegerField()


class WallClock(models.Func):
    """The moment the row is written, not the start of its transaction."""

    function = "clock_timestamp"
    output_field = models.DateTimeField()
