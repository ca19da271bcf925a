"""The ways in which pages write TeX, and one in which it is read: $…$ and $$…$$."""

import re
from collections.abc import Callable

LATEX_IMAGE = re.compile(r"\b(tex|latex|mathjax|tex-formula|codecogs\.com|mathtex)\b", re.IGNORECASE)
# Bounded, so that a page full of beginnings without ends takes no longer than another.
FORMULA = re.compile(
    r"\${6}(?P<shown6>[^$]+)\${6}"  # Codeforces
    r"|\${3}(?P<inline3>[^$]+)\${3}"
    r"|\$\$(?P<shown>[^$]+)\$\$"
    r"|\\\[(?P<shown_tex>.{1,2000}?)\\\]"
    r"|\\\((?P<inline_tex>.{1,1000}?)\\\)"
    r"|(?<![\\\w])\$(?P<inline>[^\s$](?:[^$\n]{0,300}[^\s$\\])?)\$(?!\d)",
    re.DOTALL,
)


def with_formulas(text: str, word: Callable[[str], str]) -> str:
    """Escaped HTML with a word in the place of each formula."""

    def kept(found: re.Match[str]) -> str:
        name = str(found.lastgroup)
        around = "$$" if name.startswith("shown") else "$"
        return word(f"{around}{unescaped(found[name].strip())}{around}")

    return FORMULA.sub(kept, text)


def unescaped(text: str) -> str:
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        text = text.replace(entity, letter)
    return text
