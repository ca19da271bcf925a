from django.urls import path

from web.workshop import adding, details, images, index, making, one_test, people, preview, statement, tests, versions

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
    path("<slug:slug>/people", people.show, name="workshop-people"),
    path("<slug:slug>/people/<int:pk>", people.change, name="workshop-person"),
    path("<slug:slug>/versions", versions.index, name="workshop-versions"),
    path("<slug:slug>/versions/<int:number>", versions.show, name="workshop-version"),
    path("<slug:slug>/versions/<int:number>/restore", versions.restore, name="workshop-restore"),
    path("<slug:slug>/tests/", tests.index, name="workshop-tests"),
    path("<slug:slug>/tests/add", adding.add, name="workshop-tests-add"),
    path("<slug:slug>/tests/upload", adding.upload, name="workshop-tests-upload"),
    path("<slug:slug>/tests/script", tests.save_script, name="workshop-script"),
    path("<slug:slug>/tests/make", tests.make, {"kind": "tests"}, name="workshop-tests-make"),
    path("<slug:slug>/tests/answer", tests.make, {"kind": "outputs"}, name="workshop-tests-answer"),
    path("<slug:slug>/tests/cancel", making.cancel, name="workshop-tests-cancel"),
    path("<slug:slug>/tests/stream", making.stream, name="workshop-tests-stream"),
    path("<slug:slug>/tests/<int:number>/", one_test.show, name="workshop-test"),
    path("<slug:slug>/tests/<int:number>/delete", one_test.delete, name="workshop-test-delete"),
    path("<slug:slug>/tests/<int:number>/move", one_test.move, name="workshop-test-move"),
    path("<slug:slug>/tests/<int:number>/<str:part>", one_test.download, name="workshop-test-piece"),
]
