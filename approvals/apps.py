from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "approvals"

    def ready(self) -> None:
        from approvals.gate.taking_over import obstacles
        from staffing.services import ask_before_taking_over

        ask_before_taking_over(obstacles)
