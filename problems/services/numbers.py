"""Gapless numbers, taken from a locked row in the transaction that uses them. Source: B1, decided.md (numbers)."""

from organizations.models import Office
from problems.models import NumberSeries


def take_numbers(office: Office, year: int, count: int) -> range:
    """The next ``count`` serials of an office and year; the row stays locked until the act commits or rolls back.

    Call it last in the transaction: everybody else who registers in this office waits from here on.
    """
    rows = NumberSeries.objects.select_for_update(no_key=True).filter(office=office, year=year).order_by()
    series = rows.first()
    if series is None:  # the first number of its year, perhaps of several at once
        NumberSeries.objects.bulk_create([NumberSeries(office=office, year=year)], ignore_conflicts=True)
        series = rows.get()
    first = series.last + 1
    series.last += count
    series.save(update_fields=["last"])
    return range(first, first + count)


def number_text(office: Office, year: int, serial: int) -> str:
    """``YC〔2026〕38``: unpadded, in tortoise-shell brackets."""
    return f"{office.code}〔{year}〕{serial}"
