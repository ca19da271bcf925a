"""A PDF's text, by PDFium in the sandbox: to compare samples with. Whoever reads the problem gets the PDF itself."""

from judge import sandbox
from judge.extraction.source import Source, SourceError
from judge.models.text import readable
from judge.pictures import LIBRARY, PictureError, folder
from judge.sandbox import MIB, Command, Limits

MOST = 5 * 2**20  # bytes
MOST_PAGES = 30
BEGINNING = b"%PDF-"
LIMITS = Limits(cpu=10, wall=30, memory=512 * MIB, output=2 * MIB)
READ = """
import sys
sys.path.insert(0, "/")
import pypdfium2

document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
if len(document) > int(sys.argv[1]):
    sys.exit(f"it has {len(document)} pages; at most {sys.argv[1]} are read")
for page in document:
    text = page.get_textpage().get_text_bounded()
    sys.stdout.buffer.write(text.encode(errors="replace") + b"\\n\\n")
"""


def complaint(data: bytes) -> str:
    """What is wrong with it, as far as can be said without reading it; "" when nothing is."""
    if not data[:1024].lstrip().startswith(BEGINNING):
        return "This is no PDF."
    return f"The PDF has {len(data):,} bytes; at most {MOST:,} are taken." if len(data) > MOST else ""


def read(data: bytes) -> Source:
    if words := complaint(data):
        raise SourceError(words)
    return Source.of(text_of(data), pdf=data)


def text_of(data: bytes) -> str:
    try:
        mounts = {f"/{name}": folder(name) for name in LIBRARY}
    except PictureError as error:
        raise SourceError(f"PDFs can’t be read here: {error}.") from error
    with sandbox.container(mounts, managed=True) as box:
        args = ("/usr/bin/python3", "-c", READ, str(MOST_PAGES))
        result = box.run(Command(args=args, stdin=data, limits=LIMITS))
    if not result.succeeded:
        reason = readable(result.stderr.decode(errors="replace").strip().rpartition("\n")[2])
        raise SourceError(f"This PDF can’t be read: {reason[:200] or result.ending.value}.")
    return result.stdout.decode(errors="replace").replace("\r\n", "\n").replace("\0", "")
