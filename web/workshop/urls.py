from django.urls import path

from web.workshop import (
    cells,
    details,
    images,
    index,
    invocation_stream,
    invocations,
    people,
    preview,
    statement,
    versions,
)

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
    path("<slug:slug>/invocations", invocations.index, name="workshop-invocations"),
    path("<slug:slug>/invocations/<int:pk>", invocations.show, name="workshop-invocation"),
    path("<slug:slug>/invocations/<int:pk>/again", invocations.again, name="workshop-invocation-again"),
    path("<slug:slug>/invocations/<int:pk>/cancel", invocations.cancel, name="workshop-invocation-cancel"),
    path("<slug:slug>/invocations/<int:pk>/limit", invocations.take_limit, name="workshop-invocation-limit"),
    path("<slug:slug>/invocations/<int:pk>/csv", invocations.as_csv, name="workshop-invocation-csv"),
    path("<slug:slug>/invocations/<int:pk>/stream", invocation_stream.stream, name="workshop-invocation-stream"),
    path("<slug:slug>/invocations/<int:pk>/cells/<int:row>/<int:test>", cells.show, name="workshop-invocation-cell"),
    path(
        "<slug:slug>/invocations/<int:pk>/cells/<int:row>/<int:test>/look", cells.look, name="workshop-invocation-look"
    ),
    path(
        "<slug:slug>/invocations/<int:pk>/cells/<int:row>/<int:test>/stream",
        invocation_stream.cell_stream,
        name="workshop-invocation-cell-stream",
    ),
    path("<slug:slug>/people", people.show, name="workshop-people"),
    path("<slug:slug>/people/<int:pk>", people.change, name="workshop-person"),
    path("<slug:slug>/versions", versions.index, name="workshop-versions"),
    path("<slug:slug>/versions/<int:number>", versions.show, name="workshop-version"),
    path("<slug:slug>/versions/<int:number>/restore", versions.restore, name="workshop-restore"),
]
