from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from web import accounts, home, operations, problems, submissions

handler400 = "web.errors.bad_request"

urlpatterns = [
    path("", home.show, name="home"),
    path("problems/", problems.index, name="problems"),
    path("problems/<slug:slug>/", problems.show, name="problem"),
    path(
        "problems/<slug:slug>/submit", submissions.create, name="submit"
    ),  # no slash: a statement's images are relative
    path("problems/<slug:slug>/images/<str:name>", problems.image, name="problem-image"),
    path("submissions/", submissions.index, name="submissions"),
    path("submissions/<int:pk>/", submissions.show, name="submission"),
    path("submissions/<int:pk>/stream", submissions.stream, name="submission-stream"),
    path("submissions/<int:pk>/tests/<int:number>/<str:part>", submissions.piece, name="submission-piece"),
    path("signup/", accounts.Signup.as_view(), name="signup"),
    path("login/", accounts.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", accounts.Password.as_view(), name="password"),
    path("healthz", operations.healthz, name="healthz"),
    path("admin/rq/", include("django_rq.urls")),
    path("admin/", admin.site.urls),
]
