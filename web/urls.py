from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.templatetags.static import static
from django.urls import include, path
from django.utils.functional import lazy
from django.views.generic import RedirectView

from web import (
    accounts,
    again,
    downloads,
    flags,
    hints,
    home,
    jobs,
    operations,
    problems,
    queues,
    statistics,
    submissions,
)

ICON = lazy(static, str)("icon.svg")  # manifest and all, once there is one
handler400 = "web.errors.bad_request"
handler404 = "web.errors.not_found"
handler500 = "web.errors.server_error"

urlpatterns = [
    path("", home.show, name="home"),
    path("problems/", problems.index, name="problems"),
    path("problems/<slug:slug>/", problems.show, name="problem"),
    # No slash at its end, so that a statement's relative images are found from here too.
    path("problems/<slug:slug>/submit", submissions.create, name="submit"),
    path("problems/<slug:slug>/images/<str:name>", problems.image, name="problem-image"),
    path("submissions/", submissions.index, name="submissions"),
    path("submissions/<int:pk>/", submissions.show, name="submission"),
    path("submissions/<int:pk>/stream", submissions.stream, name="submission-stream"),
    path("submissions/<int:pk>/news", again.news, name="submission-news"),
    path("submissions/<int:pk>/again/stream", again.stream, name="submission-again-stream"),
    path("submissions/<int:pk>/cancel", submissions.cancel, name="submission-cancel"),
    path("submissions/<int:pk>/retry", submissions.retry, name="submission-retry"),
    path("submissions/<int:pk>/flag", flags.create, name="submission-flag"),
    path("submissions/<int:pk>/hints", hints.create, name="submission-hints"),
    path("submissions/<int:pk>/hints/open", hints.open_next, name="submission-hints-open"),
    path("submissions/<int:pk>/hints/stream", hints.stream, name="submission-hints-stream"),
    path("submissions/<int:pk>/tests/<int:number>/<str:part>", downloads.piece, name="submission-piece"),
    path("statistics/", statistics.show, name="statistics"),
    path("jobs/", jobs.index, name="jobs"),
    path("jobs/<int:pk>/", jobs.show, name="job"),
    path("jobs/<int:pk>/<str:action>", jobs.act, name="job-act"),
    path("operations/queues/", queues.index, name="queues"),
    path("operations/queues/<str:name>/<str:action>", queues.act, name="queue-act"),
    path("operations/cache/<str:action>", queues.act_on_cache, name="cache-act"),
    path("operations/recover", queues.recover, name="recover"),
    path("workshop/", include("web.workshop.urls")),
    path("signup/", accounts.Signup.as_view(), name="signup"),
    path("login/", accounts.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", accounts.Password.as_view(), name="password"),
    path("healthz", operations.healthz, name="healthz"),
    path("favicon.ico", RedirectView.as_view(url=ICON)),  # for pages that aren't ours
    path("admin/rq/", include("django_rq.urls")),
    path("admin/", admin.site.urls),
]
