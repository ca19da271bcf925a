from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.templatetags.static import static
from django.urls import include, path
from django.utils.functional import lazy
from django.views.generic import RedirectView

from web import accounts, downloads, home, jobs, operations, problems, queues, submissions
from web.workshop import details, images, people, preview, statement, versions
from web.workshop import index as workshop

ICON = lazy(static, str)("icon.svg")  # manifest and all, once there is one
handler400 = "web.errors.bad_request"
handler404 = "web.errors.not_found"

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
    path("submissions/<int:pk>/cancel", submissions.cancel, name="submission-cancel"),
    path("submissions/<int:pk>/retry", submissions.retry, name="submission-retry"),
    path("submissions/<int:pk>/tests/<int:number>/<str:part>", downloads.piece, name="submission-piece"),
    path("jobs/", jobs.index, name="jobs"),
    path("jobs/<int:pk>/", jobs.show, name="job"),
    path("jobs/<int:pk>/<str:action>", jobs.act, name="job-act"),
    path("operations/queues/", queues.index, name="queues"),
    path("operations/queues/<str:name>/<str:action>", queues.act, name="queue-act"),
    path("operations/recover", queues.recover, name="recover"),
    path("workshop/", workshop.index, name="workshop"),
    path("workshop/new", workshop.new, name="workshop-new"),
    path("workshop/<slug:slug>/", workshop.overview, name="workshop-overview"),
    # No slash at its end, as at a problem's own page: a statement's relative images are found from both.
    path("workshop/<slug:slug>/statement", statement.show, name="workshop-statement"),
    path("workshop/<slug:slug>/preview", preview.show, name="workshop-preview"),
    path("workshop/<slug:slug>/languages/add", statement.add_language, name="workshop-language-add"),
    path("workshop/<slug:slug>/languages/remove", statement.remove_language, name="workshop-language-remove"),
    path("workshop/<slug:slug>/images/", images.add, name="workshop-images"),
    path("workshop/<slug:slug>/images/<str:name>", images.show, name="workshop-image"),
    path("workshop/<slug:slug>/images/<str:name>/remove", images.remove, name="workshop-image-remove"),
    path("workshop/<slug:slug>/details", details.show, name="workshop-details"),
    path("workshop/<slug:slug>/details/origin", details.origin, name="workshop-origin"),
    path("workshop/<slug:slug>/details/move", details.move, name="workshop-move"),
    path("workshop/<slug:slug>/people", people.show, name="workshop-people"),
    path("workshop/<slug:slug>/people/<int:pk>", people.change, name="workshop-person"),
    path("workshop/<slug:slug>/versions", versions.index, name="workshop-versions"),
    path("workshop/<slug:slug>/versions/<int:number>", versions.show, name="workshop-version"),
    path("workshop/<slug:slug>/versions/<int:number>/restore", versions.restore, name="workshop-restore"),
    path("signup/", accounts.Signup.as_view(), name="signup"),
    path("login/", accounts.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", accounts.Password.as_view(), name="password"),
    path("healthz", operations.healthz, name="healthz"),
    path("favicon.ico", RedirectView.as_view(url=ICON)),  # for pages that aren't ours
    path("admin/rq/", include("django_rq.urls")),
    path("admin/", admin.site.urls),
]
