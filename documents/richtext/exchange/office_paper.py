"""How Word and OpenDocument files lie on paper, where pandoc leaves it to their reader: pages of A4, as our PDF has
them, and tables as wide as the text, with lines between the cells; columns, which are tables there, have none.
"""

import re

from documents.richtext.exchange.office_marks import COLUMNS

_GREY, _THIN = "bbbbbb", 4  # eighths of a point
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_SHEET = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" '
    'w:header="709" w:footer="709" w:gutter="0"/>'
)
_STYLE = re.compile(r'(<w:style [^>]*w:styleId="Table".*?)(<w:tblCellMar>)', re.DOTALL)
_AUTO = re.compile(r'<w:tblW w:type="auto" w:w="0" ?/>')
_BESIDE = re.compile(
    rf'(<w:pStyle w:val="{COLUMNS}" ?/>(?:(?!</w:p>).)*</w:p>\s*<w:tbl><w:tblPr>(?:(?!</w:tblPr>).)*?)'
    "(?=<w:tblLayout|<w:tblLook)",
    re.DOTALL,
)
_LETTER = re.compile(r'fo:page-height="11in" fo:page-width="8\.5in"')
_CELL = re.compile(r'(<style:style style:name="Table\w*RowCell"[^>]*>\s*<style:table-cell-properties )fo:border="none"')
_NESTING = re.compile(
    rf'<text:p text:style-name="{COLUMNS}">[^<]*</text:p>\s*<table:table |<(/?)table:table[ >]|'
    r'table:style-name="TableRowCell"'
)
_NO_LINES = (
    '<style:style style:name="ColumnCell" style:family="table-cell"><style:table-cell-properties fo:border="none" '
    'fo:padding="0.1cm"/></style:style></office:automatic-styles>'
)


def styles_for_paper(styles: str, form: str) -> str:
    """Return a file's styles with the sheet that it is for, and the lines of tables."""
    if form == "odt":
        return _LETTER.sub('fo:page-height="29.7cm" fo:page-width="21cm"', styles)
    return _STYLE.sub(lambda found: found[1] + _borders("single") + found[2], styles)


def text_for_paper(text: str, form: str) -> str:
    """Return a file's text with its sheet, and its tables as they are printed."""
    if form == "odt":
        lined = _CELL.sub(rf'\1fo:border="0.5pt solid #{_GREY}" fo:padding="0.1cm"', text)
        return _without_lines_beside(lined).replace("</office:automatic-styles>", _NO_LINES, 1)
    text = _AUTO.sub('<w:tblW w:type="pct" w:w="5000"/>', text.replace("</w:sectPr>", f"{_SHEET}</w:sectPr>"))
    return _BESIDE.sub(lambda found: found[1] + _borders("none"), text)


def _borders(line: str) -> str:
    sides = (f'<w:{side} w:val="{line}" w:sz="{_THIN}" w:space="0" w:color="{_GREY}"/>' for side in _SIDES)
    return f"<w:tblBorders>{''.join(sides)}</w:tblBorders>"


def _without_lines_beside(text: str) -> str:
    """Give the cells of columns a style without lines, not those of tables in them."""
    are_columns: list[bool] = []

    def styled(found: re.Match[str]) -> str:
        if found[0].endswith('RowCell"'):
            return 'table:style-name="ColumnCell"' if are_columns and are_columns[-1] else found[0]
        if found[1]:
            are_columns[-1:] = []
        else:
            are_columns.append(found[0].startswith("<text:p"))
        return found[0]

    return _NESTING.sub(styled, text)
