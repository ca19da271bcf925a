from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    url: str  # where it was found at last
    status: int
    content_type: str  # as the site says it, with its charset
    body: bytes

    @property
    def is_pdf(self) -> bool:
        return media_type(self.content_type) == "application/pdf"


def media_type(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()
