from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "verification"

    def ready(self) -> None:
        """Tell the ledger which clocks wait for people whom their roles do not name; let loans follow a handover."""
        from problems.selectors.waiting import ALSO_WAITING
        from verification.selectors.close_outs import lent_clocks

        if lent_clocks not in ALSO_WAITING:
            ALSO_WAITING.append(lent_clocks)
        from organizations.handover import follow_with
        from verification.services.handed_over import follow

        follow_with(follow)
