from django.apps import AppConfig
from django.conf import settings
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


def make_free_plan(using, **_):
    from judge.models import Plan  # models exist only once the apps are ready

    Plan.objects.using(using).get_or_create(name=Plan.FREE)


def watch_over(connection, **_):
    from judge.caching import guard, restarts

    if settings.CACHE_GUARD:
        guard.guarded(connection)
    restarts.notice(connection)


class JudgeConfig(AppConfig):
    name = "judge"

    def ready(self):
        post_migrate.connect(make_free_plan, sender=self)
        connection_created.connect(watch_over)
        from judge.caching.queries import keep_on_insert

        keep_on_insert()
