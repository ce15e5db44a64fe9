"""Runs alone, without Django and without network use: draws pictures of one file within limits, prints how many.

python -I preview_worker.py pdf|picture FILE FOLDER PAGES SECONDS
"""

import resource
import sys
from pathlib import Path

MEMORY = 1024 * 1024 * 1024  # of address space
OUTPUT = 32 * 1024 * 1024  # of one picture
EDGE = 1400  # points of the longer side
PIXELS = 100_000_000


def confine(seconds: int) -> None:
    """Limits that the system keeps, whatever the libraries do."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def draw_picture(source: Path, folder: Path) -> int:
    """The picture, turned upright, made smaller, without what its camera wrote into it."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = PIXELS
    with Image.open(source, formats=("PNG", "JPEG")) as picture:
        if picture.width * picture.height > PIXELS:
            return 0
        picture.draft("RGB", (EDGE, EDGE))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((EDGE, EDGE))
        upright.convert("RGBA" if "A" in upright.getbands() else "RGB").save(folder / "1.png")
    return 1


def draw_pdf(source: Path, folder: Path, pages: int) -> int:
    """The first pages of a PDF."""
    import pypdfium2

    document = pypdfium2.PdfDocument(source)
    count = min(pages, len(document))
    for place in range(count):
        page = document[place]
        width, height = page.get_size()
        scale = min(EDGE / max(width, height, 1), 2.0)
        page.render(scale=scale).to_pil().convert("RGB").save(folder / f"{place + 1}.png")
        page.close()
    document.close()
    return count


def main() -> None:
    kind, source, folder, pages, seconds = sys.argv[1:]
    confine(int(seconds))
    drawn = (
        draw_pdf(Path(source), Path(folder), int(pages)) if kind == "pdf" else draw_picture(Path(source), Path(folder))
    )
    print(drawn)


if __name__ == "__main__":
    main()
