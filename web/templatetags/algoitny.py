"""How quantities and names are written."""

import re
from datetime import timedelta
from itertools import batched

from django import template
from django.template import Context, Engine
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.timesince import timesince

from judge.caching.pieces import kept
from judge.languages import LANGUAGES
from judge.verdict import Verdict
from web import showing
from web.progress import SIGNS

register = template.Library()
CLASSES = {"AC": "ac", "WA": "wa", "OLE": "wa", "TLE": "tle", "MLE": "tle", "RTE": "rte", "CE": "rte", "JE": "tle"}


@register.filter
def size(count):
    """1,234 bytes; 64 KiB; 3.2 MiB."""
    if count is None:
        return ""
    if count < 10_000 and count % 1024:
        return f"{count:,} byte{'' if count == 1 else 's'}"
    unit, value = "bytes", float(count)
    for bigger in ("KiB", "MiB", "GiB"):
        if value < 1024:
            break
        unit, value = bigger, value / 1024
    return f"{value:.1f}".removesuffix(".0") + f" {unit}"


@register.filter
def credits(version):
    """Ada Lovelace, Alan Turing · Test 1843 · KTH, cc by-sa"""
    known = version.credits
    rights = (known.get("rights_owner"), known.get("license"))
    parts = (", ".join(known.get("authors", [])), known.get("source"), ", ".join(filter(None, rights)))
    return " · ".join(filter(None, parts))


@register.filter
def seconds(value):
    """As limits are written: 1 s, 0.5 s."""
    return f"{value:g} s"


@register.filter
def milliseconds(count):
    return "" if count is None else f"{count / 1000:.3f} s"


@register.filter
def ago(moment):
    """The largest unit only."""
    if timezone.now() - moment < timedelta(minutes=1):
        return "just now"
    return f"{timesince(moment, depth=1)} ago"


@register.filter
def since(moment):
    """How long it has waited, in the unit that says enough: 7 s, 12 min, 3 h, 2 d."""
    seconds = max((timezone.now() - moment).total_seconds(), 0)
    for unit, length in (("d", 86_400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} s"


@register.filter
def prefixed(number, words):
    return f"{words}{number}"


@register.filter
def ordinal(number):
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


@register.filter
def language(key):
    return LANGUAGES[key].name if key in LANGUAGES else key


@register.filter
def factors(version):
    """The languages with a time limit of their own: [(name, seconds)]."""
    own = {key: version.time_limit_for(key) for key, factor in version.language_factors.items() if factor != 1}
    return [(language(key), limit) for key, limit in own.items()]


@register.filter
def tone(verdict):
    """The class that colours a verdict; a sign or a word always stands beside it."""
    return CLASSES.get(verdict, "")


@register.filter
def verdict_name(code):
    return Verdict(code).label


@register.simple_tag
def verdict(code):
    if not code:
        return format_html('<span class="verdict">◌ {}</span>', "Pending")
    found = Verdict(code)
    return format_html('<span class="verdict {}">{} {}</span>', tone(code), SIGNS[found], found.label)


@register.filter
def numbered(code):
    """Lines whose numbers the style sheet draws, so that copying takes the code alone. Nothing in it is invisible."""
    lines = code.removesuffix("\n").split("\n")
    return format_html_join("", "<span>{}\n</span>", ((showing.plain(line.encode()),) for line in lines))


@register.filter
def with_code(text):
    """What stands between backticks is code; nothing else is markup."""
    *before, last = re.split(r"`([^`\n]+)`", text)
    return format_html_join("", "{}<code>{}</code>", batched(before, 2)) + escape(last)


@register.filter
def plain(text):
    """Nothing in it is invisible."""
    return showing.plain(text.encode())


@register.filter
def syntax(key):
    """The editor's name for a language's grammar."""
    return {"c": "cpp", "python3": "python", "pypy3": "python"}.get(key, key)


@register.filter
def extensions(key):
    return " ".join(LANGUAGES[key].extensions)


@register.simple_tag
def rows(problems, user):
    """Of the list of problems. Each is kept under all that it shows, so that it can't be old."""
    row, problems = Engine.get_default().get_template("_components/problem.html"), list(problems)

    def drawn(indexes):
        context = Context({"is_signed_in": user.is_authenticated})  # nothing of theirs: others get it too
        for index in indexes:
            with context.push(problem=problems[index]):
                yield row.render(context)

    shown = [(row.source, *what_a_row_shows(problem, user)) for problem in problems]
    return mark_safe("".join(kept("problem_row", shown, drawn)))


def what_a_row_shows(one, user):
    progress = (one.solved, one.tried) if user.is_authenticated else None
    said = one.slug, one.title, one.names, one.state, one.is_verified, one.platform, one.number, one.tag_names
    return *said, progress
