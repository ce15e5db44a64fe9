"""The fonts that letters are set in. The families of GB/T 9704 come first, the bundled ones stand in for them.

仿宋_GB2312, 方正小标宋, 黑体 and 楷体 may not be shipped. Where a machine has them they are used; the wheel of Noto
fonts always is there, so that a letter looks the same in its proportions and never shows empty boxes.
"""

from pathlib import Path

from pylopdf_fonts_zh_cn import sans_path, serif_path

# Address inside a letter: file. Nothing else can be fetched while a letter is drawn.
FILES: dict[str, Path] = {
    "ledger:fonts/serif": serif_path(),
    "ledger:fonts/sans": sans_path(),
}
