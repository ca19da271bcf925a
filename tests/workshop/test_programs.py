"""The programs' pages: what Alice adds, edits, renames and deletes, and what she is told."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from judge import blobs, draft_programs, drafting
from judge.models import Job, Problem
from tests.workshop.programs import ADD, program

CODE = ADD.decode()


def draft_of(problem):
    return Problem.objects.with_draft().get(pk=problem.pk).draft


def page_of(role):
    return reverse(f"workshop-{role}", args=["sums"])


def address(path, action="show"):
    return reverse("workshop-program", args=["sums", action, path])


def added(client, role="solutions", **fields):
    return client.post(page_of(role), {"name": "add.py", "language": "", "source": CODE} | fields)


@pytest.fixture
def add(as_alice, sums):
    response = added(as_alice)
    assert response.status_code == 302
    return "submissions/add.py"


def form_of(client, path, **changes):
    """What the page's form would send."""
    form = client.get(address(path)).context["form"]
    names = [name for name in form.fields if form[name].value() not in (None, False, [])]
    return {name: form[name].value() for name in names} | changes


def text_of(problem, path):
    files = draft_of(problem).program(path)["files"]
    return blobs.read(next(iter(files.values()))).decode()


def test_the_first_right_solution_is_the_reference(as_alice, sums, add):
    found = draft_of(sums).program(add)

    assert (found["language"], found["expected"], found["reference"]) == ("python3", ["AC"], True)
    assert b"add.py" in as_alice.get(page_of("solutions")).content


def test_adding_one_asks_for_it_to_be_checked(as_alice, sums, add):
    assert Job.objects.about("check_programs", sums.pk).count() == 1


def test_a_file_is_taken_as_it_is_named(as_alice, sums):
    file = SimpleUploadedFile("Slow.java", b"class Slow {}\r\n")
    response = added(as_alice, name="", source="", file=file)

    assert response.status_code == 302
    assert draft_of(sums).program("submissions/Slow.java")["language"] == "java"
    assert text_of(sums, "submissions/Slow.java") == "class Slow {}\n"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "Give it a file name"),
        ({"name": "../add.py"}, "neither begins nor ends"),
        ({"name": "add"}, "choose one"),
        ({"name": "x" * 80 + ".py"}, "2 to 60 letters"),
        ({"source": "  "}, "There is no code yet"),
        ({"source": "x" * (256 * 1024 + 1)}, "at most 262,144"),
        ({"source": "a\0b"}, "NUL byte"),
        ({"language": "klingon"}, "valid choice"),
        ({"file": SimpleUploadedFile("add.py", b"\xff\xfe\x00")}, "isn&#x27;t text"),
    ],
)
def test_what_is_no_program_is_refused_where_it_stands(as_alice, sums, fields, words):
    response = added(as_alice, **fields)

    assert response.status_code == 422 and words in response.content.decode()
    assert draft_of(sums).document["programs"] == []


def test_what_was_typed_stays_when_it_is_refused(as_alice, sums):
    assert CODE.splitlines()[1] in added(as_alice, name="").content.decode()


def test_two_of_a_name_are_refused(as_alice, sums, add):
    assert "of the name add.py already" in added(as_alice).content.decode()


def test_two_generators_that_a_script_could_not_tell_apart_are_refused(as_alice, sums):
    added(as_alice, "generators", name="gen.py")

    assert "by the same word" in added(as_alice, "generators", name="gen.cpp").content.decode()


def test_a_solution_may_get_one_of_several_verdicts(as_alice, sums, add):
    added(as_alice, name="slow.py")
    path = "submissions/slow.py"
    said = form_of(as_alice, path, expected=["TLE", "WA"])
    said.pop("bounds_time")
    as_alice.post(address(path), said)

    found = draft_of(sums).program(path)
    assert (found["expected"], found["bounds_time"]) == (["WA", "TLE"], False)


def test_the_reference_can_only_be_accepted(as_alice, sums, add):
    response = as_alice.post(address(add), form_of(as_alice, add, expected=["WA"]))

    assert response.status_code == 422 and b"Make another solution the reference" in response.content


def test_there_is_one_reference(as_alice, sums, add):
    added(as_alice, name="other.py")
    as_alice.post(address("submissions/other.py", "reference"))

    assert [p["reference"] for p in draft_of(sums).document["programs"]] == [False, True]


def test_a_save_by_itself_answers_with_what_changed(as_alice, sums, add):
    said = form_of(as_alice, add, source=CODE + "# more\n")
    response = as_alice.post(address(add), said, headers={"HX-Request": "true"})

    assert text_of(sums, add) == CODE + "# more\n"
    assert b'id="base"' in response.content and b'id="saved"' in response.content
    assert b"<html" not in response.content


def test_a_save_that_changes_nothing_leaves_a_windows_file_alone(as_alice, sums, add):
    path = "submissions/windows.py"
    found = program("solution", path, b"print(1)\r\nprint(2)\r\n", expected=["AC"])
    drafting.save(sums, None, f"programs/{path}", found, None, found["files"].values())
    as_alice.post(address(path), form_of(as_alice, path))

    assert draft_of(sums).program(path)["files"] == found["files"]


@pytest.mark.parametrize("is_htmx", [True, False])
def test_who_saves_over_somebody_elses_change_sees_both_and_loses_nothing(as_alice, sums, bob, add, is_htmx):
    mine = form_of(as_alice, add, source="print('mine')\n")
    seen = drafting.mark(draft_programs.shown(draft_of(sums).program(add), "add.py"))
    draft_programs.edit(sums, bob, add, "add.py", {}, b"print('theirs')\n", seen)
    response = as_alice.post(address(add), mine, headers={"HX-Request": "true"} if is_htmx else {})

    words = response.content.decode()
    assert response.status_code == 409 and "&#x27;theirs&#x27;" in words and "bob changed this" in words
    assert text_of(sums, add) == "print('theirs')\n"

    over = response.context["clash"].mark
    assert as_alice.post(address(add), mine | {"over": over}).status_code == 302
    assert text_of(sums, add) == "print('mine')\n"


def test_two_people_in_two_files_of_a_program_are_in_nobodys_way(as_alice, sums, bob):
    found = program("solution", "submissions/two", b"import b\n", expected=["AC"])
    found["files"] = {"main.py": blobs.put(b"import b\n"), "b.py": blobs.put(b"print(1)\n")}
    drafting.save(sums, bob, "programs/submissions/two", found, None, found["files"].values())
    form = as_alice.get(address("submissions/two") + "?file=b.py").context["form"]
    base = drafting.mark(draft_programs.shown(found, "main.py"))
    draft_programs.edit(sums, bob, "submissions/two", "main.py", {}, b"import b, sys\n", base)
    said = {
        "base": form["base"].value(),
        "language": "python3",
        "expected": ["AC"],
        "source": "print(2)\n",
        "entry": "",
    }
    response = as_alice.post(address("submissions/two") + "?file=b.py", said)

    assert response.status_code == 302
    texts = {name: blobs.read(sha) for name, sha in draft_of(sums).program("submissions/two")["files"].items()}
    assert texts == {"main.py": b"import b, sys\n", "b.py": b"print(2)\n"}


def test_what_was_typed_into_a_program_that_is_gone_is_given_back(as_alice, sums, bob, add):
    mine = form_of(as_alice, add, source="print('mine')\n")
    draft_programs.rename(sums, bob, add, "plus.py")
    response = as_alice.post(address(add), mine)

    assert response.status_code == 409 and "print(&#x27;mine&#x27;)" in response.content.decode()


def test_a_renamed_generator_is_renamed_in_the_script(as_alice, sums):
    added(as_alice, "generators", name="gen.py")
    drafting.save(sums, None, "script", "gen 1\n# gen\n  gen.py 2\ngenerous 3\n", None)
    response = as_alice.post(address("generators/gen.py", "rename"), {"name": "random.py"})

    assert response.url == address("generators/random.py")
    document = draft_of(sums).document
    assert document["script"] == "random 1\n# gen\n  random.py 2\ngenerous 3\n"
    assert list(document["programs"][0]["files"]) == ["random.py"]


def test_a_renamed_checker_is_still_the_one_that_is_used(as_alice, sums):
    added(as_alice, "checker", name="check.py")
    assert draft_of(sums).document["checker"]["path"] == "output_validators/check.py"
    as_alice.post(address("output_validators/check.py", "rename"), {"name": "compare.py"})

    assert draft_of(sums).document["checker"]["path"] == "output_validators/compare.py"


def test_a_name_that_is_none_is_refused_and_kept(as_alice, sums, add):
    response = as_alice.post(address(add, "rename"), {"name": "no name"})

    assert response.status_code == 422 and b'value="no name"' in response.content


@pytest.mark.parametrize(
    ("role", "name", "words"),
    [
        ("checker", "check.py", "is the checker that outputs are compared by"),
        ("generators", "gen.py", "line 2 of the script names it"),
        ("solutions", "add.py", "is the reference"),
    ],
)
def test_what_is_in_use_is_not_deleted(as_alice, sums, role, name, words):
    path = added(as_alice, role, name=name).url.removeprefix("/workshop/sums/programs/show/")
    drafting.save(sums, None, "script", "# tests\ngen 1\n", None)
    response = as_alice.post(address(path, "delete"))

    assert response.status_code == 422 and words in response.content.decode()
    assert draft_of(sums).program(path)


def test_what_is_not_in_use_is_deleted(as_alice, sums, add):
    added(as_alice, name="other.py")
    as_alice.post(address("submissions/other.py", "delete"))

    assert [found["path"] for found in draft_of(sums).document["programs"]] == [add]


@pytest.mark.parametrize(
    ("said", "checker"),
    [
        ({"kind": "tokens"}, {"kind": "tokens", "flags": {}}),
        (
            {"kind": "lines", "case_sensitive": "on"},
            {"kind": "tokens", "flags": {"case_sensitive": True, "space_change_sensitive": True}},
        ),
        ({"kind": "tokens", "absolute": "1e-6"}, {"kind": "tokens", "flags": {"absolute": 1e-6}}),
        (
            {"kind": "output_validators/check.py", "args": "--eps '1 2'"},
            {"kind": "program", "path": "output_validators/check.py", "args": ["--eps", "1 2"]},
        ),
    ],
)
def test_the_comparison_is_chosen(as_alice, sums, said, checker):
    added(as_alice, "checker", name="check.py")
    base = as_alice.get(page_of("checker")).context["checker_form"]["base"].value()
    response = as_alice.post(reverse("workshop-choose-checker", args=["sums"]), said | {"base": base})

    assert response.status_code == 302 and draft_of(sums).document["checker"] == checker
    assert as_alice.get(page_of("checker")).status_code == 200


@pytest.mark.parametrize(
    "said", [{}, {"kind": "none"}, {"kind": "tokens", "absolute": "much"}, {"kind": "tokens", "relative": "-1"}]
)
def test_a_comparison_that_is_none_is_refused(as_alice, sums, said):
    response = as_alice.post(reverse("workshop-choose-checker", args=["sums"]), said | {"base": "x"})

    assert response.status_code == 422 and b"error" in response.content


def test_two_choices_of_a_comparison_are_told_apart(as_alice, sums, bob):
    base = as_alice.get(page_of("checker")).context["checker_form"]["base"].value()
    draft_programs.choose_checker(sums, bob, {"kind": "tokens", "flags": {"absolute": 0.5}}, base)
    response = as_alice.post(reverse("workshop-choose-checker", args=["sums"]), {"kind": "lines", "base": base})

    said = " ".join(response.content.decode().split())
    assert response.status_code == 409 and "bob changed this" in said
    assert "<b>Absolute tolerance of numbers</b> <del>0.5</del> → <ins>none</ins>" in said
    over = response.context["clash"].mark
    address = reverse("workshop-choose-checker", args=["sums"])
    assert as_alice.post(address, {"kind": "lines", "base": base, "over": over}).status_code == 302
    assert draft_of(sums).document["checker"]["flags"] == {"space_change_sensitive": True}


def test_two_people_who_write_a_validators_arguments_see_how_they_differ(as_alice, sums, bob):
    added(as_alice, "validators", name="valid.py")
    path = "input_validators/valid.py"
    mine = form_of(as_alice, path, args="--most 10")
    seen = drafting.mark(draft_programs.shown(draft_of(sums).program(path), "valid.py"))
    code = text_of(sums, path).encode()
    draft_programs.edit(sums, bob, path, "valid.py", {"args": ["--most", "7"]}, code, seen)
    response = as_alice.post(address(path), mine, headers={"HX-Request": "true"})

    said = " ".join(response.content.decode().split())
    assert response.status_code == 409 and "<b>Arguments</b> <del>--most 7</del> → <ins>--most 10</ins>" in said
    assert as_alice.post(address(path), mine | {"over": response.context["clash"].mark}).status_code == 302
    assert draft_of(sums).program(path)["args"] == ["--most", "10"]


@pytest.mark.parametrize("role", ["solutions", "validators", "checker", "generators"])
def test_others_get_nothing(as_charlie, sums, role):
    assert as_charlie.get(page_of(role)).status_code == 404
    assert added(as_charlie, role).status_code == 404


def test_who_may_only_read_sees_it_and_changes_nothing(client, sums, alice, bob):
    client.force_login(alice)
    added(client)
    sums.collaborators.update(role="read")
    client.force_login(bob)

    assert b"print(a + b)" in client.get(address("submissions/add.py")).content
    assert added(client, name="more.py").status_code == 403
    for action in ("show", "rename", "delete", "reference"):
        assert client.post(address("submissions/add.py", action)).status_code == 403


def test_a_program_that_isnt_there_is_a_404(as_alice, sums, add):
    for action, path in [("show", "nothing.py"), ("explode", add), ("delete", "nothing.py")]:
        assert as_alice.post(address(path, action)).status_code in (404, 409)
    assert as_alice.get(address("nothing.py")).status_code == 404


def test_whose_session_ended_gets_the_code_back(as_alice, sums, add):
    said = form_of(as_alice, add, source="print('mine')\n")
    as_alice.logout()
    response = as_alice.post(address(add), said)

    assert response.status_code == 401 and "print(&#x27;mine&#x27;)" in response.content.decode()
    assert as_alice.post(address(add), said, headers={"HX-Request": "true"}).status_code == 401
