from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "approvals"

    def ready(self) -> None:
        from approvals.services.handed_over import follow
        from organizations.handover import follow_with

        follow_with(follow)
