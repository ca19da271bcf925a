"""The Package page: taken home, and brought into a draft by a job."""

import asyncio
import io
import stat
import tempfile
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from judge import blobs, drafting, jobs
from judge.models import Blob, Job, Problem, Upload
from judge.packages import exporting, uploading
from judge.queue import Refused
from tests.packages.conftest import NEWER
from tests.workshop.programs import solution
from tests.workshop.test_freezing import prepared
from web import bodies
from web.workshop import packages

ADDRESS = "/workshop/sums/package/"


def archive(files=NEWER):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipped:
        for name, text in files.items():
            zipped.writestr(f"brought/{name}", text)
    return buffer.getvalue()


def bring(client, data, name="brought.zip"):
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, data)})


def body(response):
    async def read():
        return b"".join([part async for part in response.streaming_content])

    return asyncio.run(read())


def draft_of(problem):
    return Problem.objects.with_draft().get(pk=problem.pk).draft


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("format", ["legacy", "2025-09"])
def test_the_draft_is_taken_home(as_alice, sums, alice, format):
    prepared(sums, alice)
    response = as_alice.get(reverse("workshop-download", args=["sums", format]))

    names = zipfile.ZipFile(io.BytesIO(body(response))).namelist()
    assert {"sums/problem.yaml", "sums/data/sample/01.in", "sums/submissions/accepted/add.py"} <= set(names)
    assert response["Content-Disposition"] == f'attachment; filename="sums-{format}.zip"'


def test_what_can_not_be_written_is_said_on_the_page(as_alice, sums, alice):
    tests = draft_of(prepared(sums, alice)).tests.columns | {"answer": [None, None]}
    drafting.change(sums, alice, lambda draft: draft.document, tests=tests)
    response = as_alice.get(reverse("workshop-download", args=["sums", "legacy"]))

    assert response.status_code == 422 and b"the test 01 has no answer yet" in response.content


def test_what_each_format_would_lose_stands_beside_its_download(as_alice, sums, alice):
    problem = prepared(sums, alice)
    pypy = solution("slow.py", expected=["WA", "TLE"], language="pypy3")
    drafting.save(problem, alice, "programs/slow.py", pypy, None, pypy["files"].values())
    page = as_alice.get(ADDRESS).text
    newer, legacy = page.split('id="format-legacy"')

    assert "PyPy is Python 3 in the format: slow.py." in newer and "TeX only" not in newer
    assert "TeX only" in legacy and "no folder for what these solutions should get: slow.py" in legacy
    assert all(reverse("workshop-download", args=["sums", format]) in page for format in exporting.FORMATS)


def test_one_that_can_not_be_written_is_said_before_it_is_asked_for(as_alice, sums, alice, monkeypatch):
    tests = draft_of(prepared(sums, alice)).tests.columns
    drafting.change(sums, alice, lambda draft: draft.document, tests=tests | {"answer": [tests["answer"][0], None]})
    unanswered = as_alice.get(ADDRESS).text
    drafting.change(sums, alice, lambda draft: draft.document, tests=tests)
    monkeypatch.setattr(packages, "MOST", 10)
    large = as_alice.get(ADDRESS).text

    for page, words in ((unanswered, "1 test has no answer"), (large, "larger than the")):
        assert words in page and "package/legacy.zip" not in page
    assert as_alice.get(reverse("workshop-download", args=["sums", "legacy"])).status_code == 422


def test_a_format_that_is_none_is_a_404(as_alice, sums):
    assert as_alice.get("/workshop/sums/package/polygon.zip").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_package_becomes_the_drafts_newest_state_and_nothing_is_published(as_alice, sums, alice):
    before = draft_of(sums)
    assert bring(as_alice, archive()).status_code == 302
    jobs.import_into_draft(Upload.objects.get().pk)

    draft, problem = draft_of(sums), Problem.objects.get(pk=sums.pk)
    assert (draft.number, draft.note, draft.tests.count) == (before.number + 1, "Package brought", 3)
    assert draft.titles == {"en": "Sums", "ko": "덧셈"} and draft.document["details"]["tags"] == ["adding", "easy"]
    assert (problem.current, problem.is_published, problem.slug) == (None, False, "sums")
    assert Job.objects.about("check_programs", sums.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_what_was_taken_and_what_not_is_in_the_jobs_log(as_alice, sums, monkeypatch):
    bring(as_alice, archive(NEWER | {"submissions/accepted/stray.exe": "MZ"}))
    said = []
    monkeypatch.setattr(jobs.packages, "say", said.append)
    jobs.import_into_draft(Upload.objects.get().pk)

    assert said[0].startswith("Taken: 2 statements, 3 tests, 1 sample, 2 solutions, 1 validator")
    assert any("stray.exe" in line for line in said[1:])


@pytest.mark.django_db(transaction=True)
def test_a_package_that_is_refused_leaves_the_draft_alone(as_alice, sums):
    before = draft_of(sums)
    bring(as_alice, archive({name: text for name, text in NEWER.items() if "data" not in name}))

    with pytest.raises(Refused, match="there are no tests"):
        jobs.import_into_draft(Upload.objects.get().pk)
    assert draft_of(sums) == before


def hostile(**entries):
    """The archive of a package, and what is wrong with it."""
    buffer = io.BytesIO(archive())
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in entries.values():
            zipped.writestr(name, data)
    return buffer.getvalue()


def link(name):
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


HOSTILE = {
    "bomb": (hostile(bomb=("brought/data/secret/z.in", b"\0" * (17 * 2**20))), "is a bomb"),
    "slip": (hostile(slip=("brought/../../slipped", "x")), "leads out of the archive"),
    "absolute": (hostile(slip=("/tmp/slipped", "x")), "leads out of the archive"),
    "symlink": (hostile(link=(link("brought/data/secret/z.in"), "/etc/passwd")), "is a link"),
    "nul": (
        hostile(nul=("brought/data/secret/zzz.in", "1 2\n")).replace(b"zzz.in", b"z\0z.in"),
        "name that isn't taken",
    ),
    "twice": (hostile(again=("brought/data/secret/zzz.in", "1"), b=("brought/data/secret/zzy.in", "1")), "two entries"),
}
HOSTILE["twice"] = (HOSTILE["twice"][0].replace(b"zzy.in", b"zzz.in"), "two entries of the name")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_archive_is_refused_in_words_and_nothing_of_it_stays(as_alice, sums, kind, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before, blobs_before = draft_of(sums), Blob.objects.count()
    data, words = HOSTILE[kind]
    assert bring(as_alice, data).status_code == 302

    with pytest.raises(Refused, match=words):
        jobs.import_into_draft(Upload.objects.get().pk)
    assert draft_of(sums) == before and Blob.objects.count() == blobs_before + 1  # the upload's own
    assert not list(tmp_path.rglob("slipped")) and not list(tmp_path.glob("package-*"))


@pytest.mark.django_db(transaction=True)
def test_names_that_differ_by_case_are_two_and_go_out_under_two_names(as_alice, sums):
    """Here they are two; where they would be one, no package of ours writes one over the other."""
    source = NEWER["submissions/accepted/right.py"]
    bring(as_alice, archive(NEWER | {"submissions/accepted/Right.py": f"{source}# another\n"}))
    jobs.import_into_draft(Upload.objects.get().pk)
    problem = Problem.objects.with_draft().get(pk=sums.pk)
    found = [entry.path for entry in exporting.entries(exporting.draft(problem, problem.draft), "2025-09")]

    assert len({path for path in found if "accepted/" in path}) == 2
    assert len({path.lower() for path in found}) == len(found)


def test_two_clicks_are_one_job(as_alice, sums):
    for _ in range(2):
        bring(as_alice, archive())

    assert Job.objects.filter(kind="import_into_draft").count() == 1
    assert Job.objects.get(kind="import_into_draft").subject in Upload.objects.values_list("pk", flat=True)


def test_how_the_last_one_went_is_on_the_page(as_alice, sums):
    bring(as_alice, archive())
    job = Job.objects.get(kind="import_into_draft")
    Job.objects.filter(pk=job.pk).update(state="dead", reason="it has no tests", log="Taken: much.\n")
    response = as_alice.get(ADDRESS)

    assert b"it has no tests" in response.content and b"Taken: much." in response.content
    assert f"/jobs/{job.pk}/".encode() in response.content


@pytest.mark.parametrize(("data", "words"), [(b"not a zip", "no zip archive"), (b"", "file is empty")])
def test_a_file_that_is_no_package_is_refused_where_it_stands(as_alice, sums, data, words):
    response = bring(as_alice, data)

    assert response.status_code == 422 and words in response.content.decode()
    assert not Upload.objects.exists()


def test_no_file_is_refused_too(as_alice, sums):
    assert b"Choose a zip archive" in as_alice.post(ADDRESS, {}).content


def test_one_that_is_too_large_is_told_the_bound(as_alice, sums, monkeypatch):
    monkeypatch.setitem(bodies.MOST, "package", 1000 - bodies.FORM)
    response = bring(as_alice, archive())

    assert response.status_code == 413 and b"has at most" in response.content


def test_others_get_nothing(as_charlie, sums):
    assert as_charlie.get(ADDRESS).status_code == 404
    assert bring(as_charlie, archive()).status_code == 404
    assert as_charlie.get(reverse("workshop-download", args=["sums", "legacy"])).status_code == 404


def test_who_may_only_read_may_take_it_home_and_not_bring_one(client, sums, bob):
    sums.collaborators.update(role="read")
    client.force_login(bob)

    assert b"Bring a package" not in client.get(ADDRESS).content
    assert bring(client, archive()).status_code == 403


def test_a_large_file_is_stored_as_any_other(db, alice, sums):
    data = b"0123456789" * 300_000
    upload = uploading.keep_file(sums, "large", io.BytesIO(data), alice)

    assert blobs.read(upload.archive_id) == data
    assert Blob.objects.get(pk=upload.archive_id).size == len(data)
    assert blobs.put(data) == upload.archive_id


def test_sql(as_alice, sums, django_assert_max_num_queries):
    bring(as_alice, archive())
    with django_assert_max_num_queries(8):
        as_alice.get(ADDRESS)
