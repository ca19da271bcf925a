"""Prompts are files; what others wrote stands behind a fence in them."""

import re

import pytest

from judge.gemini import Attachment, prompts


@pytest.fixture
def counting(prompt_files):
    prompt_files("count", "Count in {{boundary}}.", "In {{fact: language}}:\n{{data: source}}")


def test_every_prompt_of_ours_can_be_filled():
    for path in prompts.FOLDER.glob("[!_]*.md"):
        names = {name for _, name in prompts.FIELD.findall(prompts.source(path.stem)[2])}
        prompt = prompts.load(path.stem, **dict.fromkeys(names, "x"))
        assert prompt.version and prompt.model and prompt.boundary in prompt.system, path


def test_data_are_fenced_by_what_is_drawn_for_each_call(counting):
    first, second = (prompts.load("count", language="English", source="x") for _ in range(2))
    assert first.parts[0] == f'In English:\n<data-{first.boundary} name="source">\nx\n</data-{first.boundary}>'
    assert first.boundary != second.boundary
    assert first.digest == second.digest


@pytest.mark.parametrize("other", [{"source": "y"}, {"language": "Korean"}])
def test_another_question_has_another_digest(counting, other):
    fields = {"language": "English", "source": "x"}
    assert prompts.load("count", **fields).digest != prompts.load("count", **fields | other).digest


def test_attachments_are_part_of_the_question(counting):
    one, two = (prompts.load("count", (Attachment(data, "a/b"),), language="", source="") for data in (b"1", b"2"))
    assert one.parts[1].data == b"1" and one.digest != two.digest


def test_data_that_look_like_a_field_stay_what_they_are(counting):
    prompt = prompts.load("count", language="English", source="{{data: language}} {{boundary}}")
    assert "{{data: language}} {{boundary}}" in prompt.parts[0]
    assert not re.search(r"\{\{", prompt.system)


@pytest.mark.parametrize("word", ["two\nlines", "x" * 201])
def test_what_others_wrote_cannot_pass_for_our_word(counting, word):
    with pytest.raises(prompts.PromptError):
        prompts.load("count", language=word, source="")


@pytest.mark.parametrize("fields", [{"language": "English"}, {"language": "English", "source": "", "more": ""}])
def test_fields_and_file_have_to_fit(counting, fields):
    with pytest.raises(prompts.PromptError):
        prompts.load("count", **fields)


def test_a_model_can_be_set_by_task(counting, settings):
    settings.AI_MODELS = {"count": "gemini-3.5-flash-lite"}
    assert prompts.load("count", language="", source="").model == "gemini-3.5-flash-lite"
