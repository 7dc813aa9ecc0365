"""Official documents as Word files (.docx), after GB/T 9704-2012, for offices that have to edit them.

    from core.docx import write_docx
    content = write_docx(document)          # a core.pdf.Document or its plain data (Document.to_dict(), also after JSON)
    HttpResponse(content, content_type=core.docx.CONTENT_TYPE, …)

The same `Document` that `core.pdf.render` prints: every kind of block, the three formats, annexes and 版记; `draft` stands in the
header of each page. Charts become pictures (PNG). Lines are broken by Word, not by our typesetter, so pages may differ from the PDF;
the words and figures do not. Fonts are those the standard names: a machine without them shows the ones beside them in the font table.
"""

from core.docx.writer import CONTENT_TYPE, write_docx

__all__ = ["CONTENT_TYPE", "write_docx"]
