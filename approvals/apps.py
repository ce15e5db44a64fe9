from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "approvals"

    def ready(self) -> None:
        from approvals.gate.taking_over import obstacles
        from approvals.services.handed_over import follow
        from approvals.services.recount import recount_dates
        from deadlines.recount import register_recount
        from organizations.handover import follow_with
        from staffing.services import ask_before_taking_over

        ask_before_taking_over(obstacles)
        register_recount("approvals", recount_dates)
        follow_with(follow)
