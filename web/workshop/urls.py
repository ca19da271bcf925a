from django.urls import path

from web.workshop import (
    checker,
    checks,
    details,
    images,
    index,
    packages,
    people,
    preview,
    program,
    programs,
    statement,
    unit_tests,
    versions,
)
from web.workshop.roles import ROLES

urlpatterns = [
    path("", index.index, name="workshop"),
    path("new", index.new, name="workshop-new"),
    path("<slug:slug>/", index.overview, name="workshop-overview"),
    # No slash at its end, as at a problem's own page: a statement's relative images are found from both.
    path("<slug:slug>/statement", statement.show, name="workshop-statement"),
    path("<slug:slug>/preview", preview.show, name="workshop-preview"),
    path("<slug:slug>/languages/add", statement.add_language, name="workshop-language-add"),
    path("<slug:slug>/languages/remove", statement.remove_language, name="workshop-language-remove"),
    path("<slug:slug>/images/", images.add, name="workshop-images"),
    path("<slug:slug>/images/<str:name>", images.show, name="workshop-image"),
    path("<slug:slug>/images/<str:name>/remove", images.remove, name="workshop-image-remove"),
    path("<slug:slug>/details", details.show, name="workshop-details"),
    path("<slug:slug>/details/origin", details.origin, name="workshop-origin"),
    path("<slug:slug>/details/move", details.move, name="workshop-move"),
    *(path(f"<slug:slug>/{name}/", programs.index, {"role": name}, f"workshop-{name}") for name in ROLES),
    path("<slug:slug>/checker/choose", checker.choose, name="workshop-choose-checker"),
    path("<slug:slug>/programs/checks", checks.start, name="workshop-check-programs"),
    path("<slug:slug>/programs/stream", checks.stream, name="workshop-programs-stream"),
    path("<slug:slug>/programs/test/<path:path>", unit_tests.add, name="workshop-unit-test"),
    path("<slug:slug>/programs/untest/<path:path>", unit_tests.remove, name="workshop-unit-test-delete"),
    path("<slug:slug>/programs/<str:action>/<path:path>", program.act, name="workshop-program"),
    path("<slug:slug>/package/", packages.show, name="workshop-package"),
    path("<slug:slug>/package/<str:format>.zip", packages.download, name="workshop-download"),
    path("<slug:slug>/people", people.show, name="workshop-people"),
    path("<slug:slug>/people/<int:pk>", people.change, name="workshop-person"),
    path("<slug:slug>/versions", versions.index, name="workshop-versions"),
    path("<slug:slug>/versions/<int:number>", versions.show, name="workshop-version"),
    path("<slug:slug>/versions/<int:number>/restore", versions.restore, name="workshop-restore"),
]
