"""How Word and OpenDocument files look where pandoc leaves it to their reader: callouts with a colour and a bar, and in
Word marks (`office_marks`) one point high, and first lines of foldable parts bold.
"""

import re
from collections.abc import Sequence

from documents.richtext.exchange.office_callouts import TONE_IN_ITEM, TONE_OF_STYLE, is_name
from documents.richtext.exchange.office_marks import MARKS, SUMMARY
from documents.richtext.exchange.opendocument import CODES, coded

_BARS = {"note": "8a867c", "tip": "2f7d4f", "important": "0b5d5b", "warning": "a85b00", "caution": "b3261e"}
_GROUNDS = {"note": "f4f3ef", "tip": "e9f4ec", "important": "e3f2f1", "warning": "fbf0df", "caution": "fce9e7"}
_TONES = TONE_OF_STYLE | TONE_IN_ITEM
_MARK = (
    '<w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr>'
    '<w:rPr><w:sz w:val="2"/></w:rPr>'
)
_SUMMARY = "<w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/></w:rPr>"
_OF_MARKS = {style.replace(" ", ""): _MARK for style in sorted(MARKS)} | {SUMMARY.replace(" ", ""): _SUMMARY}
"""By the id that pandoc makes of a style's name."""
_WORD_STYLE = re.compile(rf'(<w:style [^>]*w:styleId="({"|".join([*_TONES, *_OF_MARKS])})">.*?)(</w:style>)', re.DOTALL)
_WORD = (
    '<w:pPr>{keep}<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="{bar}"/></w:pBdr>'
    '<w:shd w:val="clear" w:color="auto" w:fill="{ground}"/><w:spacing w:before="{before}" w:after="{after}"/>'
    "{indent}</w:pPr>{bold}"
)
_OPEN = (
    '<style:style style:name="{style}" style:family="paragraph" style:parent-style-name="Text_20_body">'
    '<style:paragraph-properties fo:background-color="#{ground}" fo:border-left="2pt solid #{bar}" '
    'fo:padding="0.15cm"{indent} fo:margin-right="0cm" fo:margin-top="{before}" '
    'fo:margin-bottom="{after}"{keep}/>{bold}</style:style>'
)

_OPEN_MARK = (
    '<style:style {named} style:family="paragraph" style:parent-style-name="Standard">'
    '<style:paragraph-properties fo:line-height="0.04cm" fo:margin-top="0cm" fo:margin-bottom="0cm"/>'
    '<style:text-properties fo:font-size="1pt"/></style:style>'
)
_OPEN_SUMMARY = (
    f'<style:style style:name="{coded(SUMMARY)}" style:display-name="{SUMMARY}" style:family="paragraph" '
    'style:parent-style-name="Text_20_body"><style:paragraph-properties fo:keep-with-next="always"/>'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
)
_OPEN_CODE = (
    '<style:style {named} style:family="paragraph" style:parent-style-name="Preformatted_20_Text">'
    '<style:paragraph-properties fo:background-color="#f4f3ef" fo:padding="0.15cm" fo:margin-bottom="0.2cm"/>'
    "</style:style>"
)


def with_looks(styles: str, form: str, languages: Sequence[str]) -> str:
    """Return a file's styles with the looks of ours, and one for code of each language."""
    if form == "docx":
        styles = _WORD_STYLE.sub(lambda found: found[1] + _word(found[2]) + found[3], styles)
        return styles.replace("</w:styles>", "".join(map(_word_code, languages)) + "</w:styles>", 1)
    own = [*map(_open, _TONES), *map(_open_mark, sorted(MARKS)), _OPEN_SUMMARY]
    code = ["", *languages]
    return styles.replace("</office:styles>", "".join([*own, *map(_open_code, code)]) + "</office:styles>", 1)


def _word_code(language: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="SourceCode-{language}">'
        f'<w:name w:val="Source Code {language}"/><w:basedOn w:val="SourceCode"/></w:style>'
    )


def _named(style: str) -> str:
    return f'style:name="{coded(style)}" style:display-name="{style}"'


def _open_mark(style: str) -> str:
    return _OPEN_MARK.format(named=_named(style))


def _open_code(language: str) -> str:
    return _OPEN_CODE.format(named=_named(f"{CODES} {language}".strip()))


def _word(style: str) -> str:
    if style in _OF_MARKS:
        return _OF_MARKS[style]
    tone, named = _TONES[style], is_name(style)
    return _WORD.format(
        bar=_BARS[tone],
        ground=_GROUNDS[tone],
        keep="<w:keepNext/>" if named else "",
        indent="" if style in TONE_IN_ITEM else '<w:ind w:left="284"/>',
        before=180 if named else 0,
        after=0 if named else 120,
        bold='<w:rPr><w:b/><w:sz w:val="20"/></w:rPr>' if named else "",
    )


def _open(style: str) -> str:
    tone, named = _TONES[style], is_name(style)
    return _OPEN.format(
        style=style,
        bar=_BARS[tone],
        ground=_GROUNDS[tone],
        keep=' fo:keep-with-next="always"' if named else "",
        indent="" if style in TONE_IN_ITEM else ' fo:margin-left="0.5cm"',
        before="0.3cm" if named else "0cm",
        after="0cm" if named else "0.2cm",
        bold='<style:text-properties fo:font-weight="bold" fo:font-size="10pt"/>' if named else "",
    )
