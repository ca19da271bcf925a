"""A package on its way to a published problem: import, verify, publish, one workflow on two queues."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from judge import queue, verification
from judge.models import Blob, Job, Problem, Upload
from judge.packages.uploading import zipped
from tests.packages.conftest import ADD, SUMS, written

STEPS = ["import_package", "verify_version", "publish_version"]


@pytest.fixture
def package(tmp_path):
    """Writes one, with these files in place of its own, and says where it is."""
    return lambda files=(): written(tmp_path / "sums", SUMS | dict(files))


@pytest.fixture
def work_all(work):
    def work_all():
        work("generation")
        work("maintenance")

    return work_all


@pytest.fixture
def hand_in(capsys):
    def hand_in(path):
        call_command("import_problem", str(path), "--publish", "--background", "--json")
        return json.loads(capsys.readouterr().out)

    return hand_in


def chain():
    return [(job.kind, job.state) for job in Job.objects.order_by("pk")]


def test_a_package_is_published_step_by_step(hand_in, package, work_all):
    said = hand_in(package())
    assert [job.pk for job in Job.objects.all()] == [said["queued"][0]["job"]]

    work_all()

    assert chain() == [(step, "done") for step in STEPS]
    assert Problem.objects.get(slug="sums").is_published
    assert Upload.objects.get().version == Problem.objects.get().current
    verifying = Job.objects.get(kind="verify_version")
    assert (verifying.progress, verifying.goal) == (2, 2)
    assert "wrong_answer/wrong.py: WA" in verifying.log


def test_a_package_does_not_bring_back_what_was_deleted(hand_in, package, work_all):
    hand_in(package())
    work_all()
    Problem.objects.update(state=Problem.State.DELETED)
    hand_in(package({"data/secret/3.in": b"2 2\n", "data/secret/3.ans": b"4\n"}))

    work_all()

    assert chain()[3:] == [("import_package", "done"), ("verify_version", "done"), ("publish_version", "dead")]
    assert Problem.objects.get().is_deleted


def test_a_package_that_is_refused_stops_at_once_with_its_reason(hand_in, package, work_all):
    hand_in(package({"data/secret/01-small.ans": None}))

    work_all()

    assert chain() == [("import_package", "dead")]
    assert "01-small" in Job.objects.get().reason
    assert not Problem.objects.exists()


def test_a_solution_that_disagrees_stops_the_chain_which_goes_on_from_there(
    hand_in,
    package,
    work_all,
    monkeypatch,
):
    tried = []
    verified = verification.verified

    def watched(version, program):
        tried.append(program["path"].split("/")[-1])
        return verified(version, program)

    monkeypatch.setattr(verification, "verified", watched)
    hand_in(package({"submissions/wrong_answer/wrong.py": ADD, "submissions/accepted/also.py": ADD}))
    work_all()

    assert chain() == [("import_package", "done"), ("verify_version", "dead")]
    stopped = Job.objects.get(kind="verify_version")
    assert stopped.reason.endswith("wrong.py did not get what was expected")
    assert not Problem.objects.get().is_published
    assert sorted(tried) == ["also.py", "right.py", "wrong.py"]

    tried.clear()
    assert queue.retry(stopped)
    work_all()
    assert tried == ["wrong.py"]  # what agreed is not run again


def test_the_admin_takes_a_package_and_leads_to_its_workflow(client, package, work_all, tmp_path, settings):
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    client.force_login(get_user_model().objects.create_superuser("boss"))
    archive = zipped(package(), tmp_path)
    file = SimpleUploadedFile("sums.zip", archive.read_bytes())

    page = client.post("/admin/judge/upload/add/", {"file": file}, follow=True).text
    assert "Import package" in page and "Verify version" in page and "Publish version" in page and "later" in page

    work_all()
    last = client.get(f"/jobs/{Job.objects.get(kind='publish_version').pk}/").text
    assert last.count("✓ Done") == 4  # its own, and each step's
    assert 'href="/problems/sums/">Sums, version 1' in last
    assert client.get("/admin/judge/upload/").status_code == 200


def test_what_was_handed_in_goes_with_its_job(hand_in, package, work_all):
    hand_in(package({"data/secret/01-small.ans": None}))
    work_all()

    queue.delete(list(Job.objects.all()))

    assert not Upload.objects.exists()
    assert Blob.objects.exists()  # until it is collected


def test_the_background_is_for_publishing(db, tmp_path):
    with pytest.raises(CommandError, match="--publish"):
        call_command("import_problem", str(tmp_path), "--background")
