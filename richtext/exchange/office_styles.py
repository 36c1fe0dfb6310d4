"""How Word and OpenDocument files look where pandoc leaves it to their reader: callouts with a colour and a bar, and in
Word marks (`office_marks`) one point high, and first lines of foldable parts bold.
"""

import io
import re
import zlib
from collections.abc import Callable
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from richtext.exchange.office_callouts import TONE_OF_STYLE, is_name
from richtext.exchange.office_marks import MARKS, SUMMARY

_BARS = {"note": "8a867c", "tip": "2f7d4f", "important": "0b5d5b", "warning": "a85b00", "caution": "b3261e"}
_GROUNDS = {"note": "f4f3ef", "tip": "e9f4ec", "important": "e3f2f1", "warning": "fbf0df", "caution": "fce9e7"}
_FILES = {"docx": "word/styles.xml", "odt": "styles.xml"}
_MARK = (
    '<w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr>'
    '<w:rPr><w:sz w:val="2"/></w:rPr>'
)
_SUMMARY = "<w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/></w:rPr>"
_OF_MARKS = {style.replace(" ", ""): _MARK for style in sorted(MARKS)} | {SUMMARY.replace(" ", ""): _SUMMARY}
"""By the id that pandoc makes of a style's name."""
_WORD_STYLE = re.compile(
    rf'(<w:style [^>]*w:styleId="({"|".join([*TONE_OF_STYLE, *_OF_MARKS])})">.*?)(</w:style>)', re.DOTALL
)
_WORD = (
    '<w:pPr>{keep}<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="{bar}"/></w:pBdr>'
    '<w:shd w:val="clear" w:color="auto" w:fill="{ground}"/><w:spacing w:before="{before}" w:after="{after}"/>'
    '<w:ind w:left="284"/></w:pPr>{bold}'
)
_OPEN = (
    '<style:style style:name="{style}" style:family="paragraph" style:parent-style-name="Text_20_body">'
    '<style:paragraph-properties fo:background-color="#{ground}" fo:border-left="2pt solid #{bar}" '
    'fo:padding="0.15cm" fo:margin-left="0.5cm" fo:margin-right="0cm" fo:margin-top="{before}" '
    'fo:margin-bottom="{after}"{keep}/>{bold}</style:style>'
)


def has_styles(page: str) -> bool:
    """Whether a page for pandoc has any of the styles that are given looks here."""
    return any(f'"{style}"' in page for style in (*TONE_OF_STYLE, *MARKS, SUMMARY))


def coloured(data: bytes, form: str) -> bytes:
    """Return a file of pandoc's in which these styles have their looks."""
    return changed_inside(data, _FILES[form], lambda styles: _with_looks(styles, form))


def changed_inside(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """Return an archive in which one file is written anew; the archive as it is where it cannot be read."""
    out = io.BytesIO()
    try:
        with ZipFile(io.BytesIO(data)) as given, ZipFile(out, "w", ZIP_DEFLATED) as made:
            for info in given.infolist():  # OpenDocument wants its first file first, and as it is
                content = given.read(info)
                if info.filename == name:
                    content = change(content.decode()).encode()
                made.writestr(info, content, info.compress_type)
    except (BadZipFile, UnicodeDecodeError, NotImplementedError, RuntimeError, zlib.error):
        return data  # damaged, or locked: pandoc says so
    return out.getvalue()


def _with_looks(styles: str, form: str) -> str:
    if form == "docx":
        return _WORD_STYLE.sub(lambda found: found[1] + _word(found[2]) + found[3], styles)
    return styles.replace("</office:styles>", "".join(map(_open, TONE_OF_STYLE)) + "</office:styles>", 1)


def _word(style: str) -> str:
    if style in _OF_MARKS:
        return _OF_MARKS[style]
    tone, named = TONE_OF_STYLE[style], is_name(style)
    return _WORD.format(
        bar=_BARS[tone],
        ground=_GROUNDS[tone],
        keep="<w:keepNext/>" if named else "",
        before=180 if named else 0,
        after=0 if named else 120,
        bold='<w:rPr><w:b/><w:sz w:val="20"/></w:rPr>' if named else "",
    )


def _open(style: str) -> str:
    tone, named = TONE_OF_STYLE[style], is_name(style)
    return _OPEN.format(
        style=style,
        bar=_BARS[tone],
        ground=_GROUNDS[tone],
        keep=' fo:keep-with-next="always"' if named else "",
        before="0.3cm" if named else "0cm",
        after="0cm" if named else "0.2cm",
        bold='<style:text-properties fo:font-weight="bold" fo:font-size="10pt"/>' if named else "",
    )
