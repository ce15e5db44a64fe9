from django.apps import AppConfig


class ProblemsConfig(AppConfig):
    name = "problems"

    def ready(self) -> None:
        from deadlines.recount import register_recount
        from problems.services.recount import recount_dates

        register_recount("problems", recount_dates)
        from organizations.handover import follow_with
        from problems.services.handed_over import follow

        follow_with(follow)
