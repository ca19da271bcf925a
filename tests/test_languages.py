"""Which language files are written in, and where a program starts."""

import pytest

from judge import entries, languages
from judge.languages import LANGUAGES


@pytest.mark.parametrize(
    ("extension", "key"),
    [
        (".c", "c"),
        (".cpp", "cpp"),
        (".cc", "cpp"),
        (".cxx", "cpp"),
        (".c++", "cpp"),
        (".C", "cpp"),
        (".java", "java"),
        (".py", "python3"),
        (".js", "javascript"),
        (".rs", "rust"),
    ],
)
def test_an_extension_names_its_language(extension, key):
    assert languages.for_extension(extension).key == key


def test_an_unknown_extension_names_none():
    assert languages.for_extension(".txt") is None
    assert languages.for_extension("") is None


@pytest.mark.parametrize(
    ("files", "key"),
    [
        (["sums.c"], "c"),
        (["sums.cc", "more.h"], "cpp"),
        (["sums.cpp", "old.c"], "cpp"),
        (["Main.java", "Other.java", "README.txt"], "java"),
        ({"sums.py": b"#!/usr/bin/env pypy3\nprint()"}, "pypy3"),
        ({"sums.py": b"#!/usr/bin/python3\n"}, "python3"),
        ({"sums.py": b"print('pypy')"}, "python3"),
    ],
)
def test_files_are_of_one_language(files, key):
    assert languages.detect(files).key == key


@pytest.mark.parametrize("files", [[], ["README"], ["a.py", "b.java"], ["more.h"]])
def test_files_of_none_or_several_are_of_none(files):
    assert languages.detect(files) is None


def test_what_the_issue_asks_for_is_installed():
    assert {"c", "cpp", "java", "python3", "pypy3", "javascript"} <= set(languages.installed())


@pytest.mark.parametrize(
    ("files", "entry"),
    [
        ({"sums.py": b"", "helper.py": b""}, "sums.py"),
        ({"helper.py": b"", "main.py": b""}, "main.py"),
        ({"main.py": b"", "__main__.py": b""}, "__main__.py"),
        ({"README.txt": b""}, ""),
    ],
)
def test_a_script_starts_at_main_or_with_the_first_file(files, entry):
    assert entries.entry(LANGUAGES["python3"], files) == entry


MAIN = b"public static void main(String[] args) { }"


@pytest.mark.parametrize(
    ("source", "name", "entry"),
    [
        (b"public class Sums { %s }", "Sums.java", "Sums"),
        (b"class Sums { %s }", "main.java", "Sums"),
        (b"package a.b; public final class Sums { %s }", "Sums.java", "a.b.Sums"),
        (b"class Other { } public class Sums { class Inner { } %s }", "Sums.java", "Sums"),
        (b"public class Other { } class Sums { int f() { if (true) { } return 1; } %s }", "Other.java", "Sums"),
        (b'// public class Wrong { %s }\nclass Sums { String s = "public class Wrong {"; %s }', "main.java", "Sums"),
        (b"public interface Sums { %s }", "Sums.java", "Sums"),
        (b"public enum Sums { A; %s }", "Sums.java", "Sums"),
        ("package 셈; public class 합$ { %s }".encode(), "합$.java", "셈.합$"),
    ],
)
def test_a_java_file_goes_by_its_public_class_and_starts_where_main_is(source, name, entry):
    java = LANGUAGES["java"]
    named = entries.named(java, {"main.java": source.replace(b"%s", MAIN)})

    assert list(named) == [name]
    assert entries.entry(java, named) == entry


def test_java_without_a_main_method_has_no_entry():
    assert entries.entry(LANGUAGES["java"], {"A.java": b"class A { void main() { } }"}) == ""


def test_no_file_is_taken_for_an_option():
    assert entries.to_compile(LANGUAGES["c"], {"-fplugin=x.c": b"", "a.c": b"", "a.h": b""}) == [
        "./-fplugin=x.c",
        "a.c",
    ]
