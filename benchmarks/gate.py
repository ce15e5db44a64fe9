"""How long the gate takes to answer, on the units of the running installation: ``python -m benchmarks.gate``."""

import os
import statistics
import sys
import time


def main(rounds: int = 200) -> None:
    """Print p50 and p95 in milliseconds of ``ask`` for the units of the installation, by kind more_quota."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ledger_site.settings")
    django.setup()
    from approvals.gate.asking import ask
    from approvals.models import ApplicationKind
    from organizations.models import Unit

    kind = ApplicationKind.objects.get(code="more_quota")
    units = list(Unit.objects.filter(valid_until=None).select_related("office__superior", "competent_department")[:50])
    taken = []
    for place in range(rounds):
        start = time.perf_counter()
        ask(units[place % len(units)], kind)
        taken.append((time.perf_counter() - start) * 1000)
    cut = statistics.quantiles(taken, n=20)
    sys.stdout.write(f"gate: {rounds} answers, p50 {statistics.median(taken):.1f} ms, p95 {cut[18]:.1f} ms\n")


if __name__ == "__main__":
    main()
