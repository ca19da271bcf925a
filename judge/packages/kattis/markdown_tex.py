"""Markdown as statements use it, as TeX: the legacy format has no other. Mathematics is TeX in both."""

import re
from collections.abc import Iterator

SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "#": r"\#",
    "%": r"\%",
    "&": r"\&",
    "_": r"\_",
    "$": r"\$",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
}
HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
ITEM = re.compile(r"\s*(?:([-*+])|\d{1,9}[.)])\s+(.*)")
PIECE = re.compile(
    r"(?P<display>\$\$.+?\$\$)|(?P<math>\$[^$]+?\$)|(?P<code>`[^`]+`)|\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|!\[[^\]]*\]\((?P<image>[^)\s]+)\)|\[(?P<text>[^\]]+)\]\((?P<link>[^)\s]+)\)"
    r"|\*\*(?P<bold>.+?)\*\*|(?<!\w)[*_](?P<emphasis>[^*_]+?)[*_](?!\w)",
    re.DOTALL,
)


def tex(markdown: str) -> str:
    return "\n".join(block for lines in blocks(markdown) for block in (*rendered(lines), "")).rstrip() + "\n"


def blocks(markdown: str) -> Iterator[list[str]]:
    """Lines that belong together: fenced code with its fences, or what stands between empty lines."""
    gathered: list[str] = []
    fence = ""
    for line in markdown.split("\n"):
        opens = line.strip()[:3] in ("```", "~~~")
        if not fence and (opens or not line.strip() or HEADING.fullmatch(line)):
            yield from [gathered] if gathered else []
            gathered = []
        if fence or opens:
            gathered.append(line)
            closes = fence and line.strip() == fence
            fence = "" if closes else fence or line.strip()[:3]
            if closes:
                yield gathered
                gathered = []
        elif HEADING.fullmatch(line):
            yield [line]
        elif line.strip():
            gathered.append(line)
    yield from [gathered] if gathered else []


def rendered(lines: list[str]) -> list[str]:
    if lines[0].strip()[:3] in ("```", "~~~"):
        return [r"\begin{verbatim}", *lines[1:-1], r"\end{verbatim}"]
    if heading := HEADING.fullmatch(lines[0]):
        return [rf"\{'section' if len(heading[1]) < 3 else 'subsection'}*{{{inline(heading[2])}}}"]
    if lines[0].lstrip().startswith("|"):
        return [r"\begin{verbatim}", *lines, r"\end{verbatim}"]
    if ITEM.fullmatch(lines[0]):
        return listed(lines)
    return [inline("\n".join(lines))]


def listed(lines: list[str]) -> list[str]:
    """Lists in lists become one."""
    first = ITEM.fullmatch(lines[0])
    kind = "itemize" if first and first[1] else "enumerate"
    items: list[str] = []
    for line in lines:
        if found := ITEM.fullmatch(line):
            items.append(found[2])
        else:
            items[-1] += f"\n{line.strip()}"
    return [rf"\begin{{{kind}}}", *(rf"\item {inline(item)}" for item in items), rf"\end{{{kind}}}"]


def inline(text: str) -> str:
    done, found = 0, []
    for match in PIECE.finditer(text):
        found += [escaped(text[done : match.start()]), piece(match)]
        done = match.end()
    return "".join([*found, escaped(text[done:])])


def piece(match: re.Match[str]) -> str:
    kind = match.lastgroup if match.lastgroup != "text" else "link"
    said = match[kind or 0]
    match kind:
        case "display":
            return rf"\[{said[2:-2]}\]"
        case "math":
            return said
        case "code":
            return rf"\texttt{{{escaped(said[1:-1])}}}"
        case "image":
            return rf"\includegraphics[width=0.6\textwidth]{{{said}}}"
        case "link":
            return rf"\href{{{escaped(said)}}}{{{inline(match['text'])}}}"
        case "bold":
            return rf"\textbf{{{inline(said)}}}"
        case "emphasis":
            return rf"\emph{{{inline(said)}}}"
        case _:
            return escaped(said)


def escaped(text: str) -> str:
    return "".join(SPECIAL.get(letter, letter) for letter in text)
