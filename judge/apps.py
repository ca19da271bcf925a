from django.apps import AppConfig
from django.db.models.signals import post_migrate


def make_free_plan(using, **_):
    from judge.models import Plan  # models exist only once the apps are ready

    Plan.objects.using(using).get_or_create(name=Plan.FREE)


class JudgeConfig(AppConfig):
    name = "judge"

    def ready(self):
        post_migrate.connect(make_free_plan, sender=self)
