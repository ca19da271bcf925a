"""HTML from a stranger becomes HTML that may stand in our page: known elements, local images, no style, no script."""

import re
from collections.abc import Callable, Collection
from pathlib import PurePosixPath

import nh3

TEXT = (
    "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure h1 "
    "h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small span strong sub summary sup table "
    "tbody td tfoot th thead tr u ul var"
)
MATH = (
    "math maction menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms "
    "mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none"
)
MATH_ATTRIBUTES = (
    "accent accentunder columnalign columnlines columnspacing columnspan depth display displaystyle fence form "
    "frame height linethickness lspace mathvariant maxsize minsize notation rowlines rowspacing rowspan rspace "
    "scriptlevel separator stretchy symmetric width"
)
ATTRIBUTES = {
    "*": {"id", "lang", "dir", "class"},
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    **{element: set(MATH_ATTRIBUTES.split()) for element in MATH.split()},
}
CLASSES = {"illustrated", "whole"}
PREFIX = "statement-"  # of the ids that a statement may have: the page has its own
IMAGES = "images/"  # relative to the problem's page
IMAGE_SUFFIXES = ("", ".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp", ".pdf.png")  # a TeX statement leaves them out
COLUMN = 640  # CSS pixels of a line of text, for widths that are given as a part of it
CENTIMETRE = 37.8
ALIGNED = re.compile(r'style="text-align: (left|right|center);?"')
SIZED = re.compile(r'style="(?:width|height):([0-9]{1,4}(?:\.[0-9]*)?)(%|cm|mm|in|pt|px);?[^"]*"')
PIXELS = {"%": COLUMN / 100, "cm": CENTIMETRE, "mm": CENTIMETRE / 10, "in": 96, "pt": 4 / 3, "px": 1}
HEADING = re.compile(r"<(/?)h([1-6])\b")
FORMULA = r'<math(?![^>]*display="block")[^>]*>(?:(?!</?math\b).)*</math>'
WORD = re.compile(  # a formula and what is written against it; of a long word only the punctuation
    rf"((?:(?<=[\s>])|^)[^\s<>]{{1,12}})?{FORMULA}([^\s<]{{1,12}}(?=[\s<]|$)|[,.;:!?)]+)?", re.DOTALL
)
NO_IMAGE = re.compile(r'<img(?![^>]*\ssrc=)[^>]*?(?:\salt="([^"]*)"[^>]*)?>(\s*<figcaption\b)?')


def sanitised(html: str, images: Collection[str]) -> str:
    """`images` are the names that exist; an image of another name, or from elsewhere, becomes its description."""
    clean = nh3.clean(
        with_whole_words(with_attributes(html)),
        tags=set(TEXT.split()) | set(MATH.split()),
        clean_content_tags={"script", "style", "annotation", "annotation-xml", "title"},
        attributes=ATTRIBUTES,
        attribute_filter=attribute_filter(images),
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )
    return with_headings_from(2, NO_IMAGE.sub(description, clean))


def description(found: re.Match[str]) -> str:
    """Of an image that isn't there; below a figure it stands already."""
    alt, caption = found.groups(default="")
    return caption or (f"[{alt}]" if alt else "")


def with_whole_words(html: str) -> str:
    """A browser breaks a line on either side of a formula, before the comma that follows it too."""
    return WORD.sub(lambda word: f'<span class="whole">{word[0]}</span>' if word[1] or word[2] else word[0], html)


def with_attributes(html: str) -> str:
    """What pandoc says as a style and HTML can say without one."""
    html = ALIGNED.sub(r'align="\1"', html)
    return SIZED.sub(lambda match: f'width="{min(COLUMN, round(float(match[1]) * PIXELS[match[2]]))}"', html)


def attribute_filter(images: Collection[str]) -> Callable[[str, str, str], str | None]:
    def kept(element: str, attribute: str, value: str) -> str | None:
        if attribute == "src":
            return image_source(value, images)
        if attribute == "href":
            return link(value)
        if attribute == "id":
            return value if value.startswith(PREFIX) else None
        if attribute == "class":
            return value if value in CLASSES else None
        return value

    return kept


def image_source(value: str, images: Collection[str]) -> str | None:
    name = PurePosixPath(value).name
    return next((IMAGES + name + suffix for suffix in IMAGE_SUFFIXES if name + suffix in images), None)


def link(value: str) -> str | None:
    """To elsewhere, or to the statement's own footnotes; there is nothing else that a statement could know of."""
    return value if value.lower().startswith(("http://", "https://", "mailto:", f"#{PREFIX}")) else None


def with_headings_from(level: int, html: str) -> str:
    """The page's own title is above them."""
    levels = [int(found[1]) for found in HEADING.findall(html)]
    shift = level - min(levels, default=level)
    return HEADING.sub(lambda match: f"<{match[1]}h{min(6, int(match[2]) + shift)}", html)
