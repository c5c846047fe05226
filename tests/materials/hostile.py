"""Files that must not come in, made here: damaged, huge, locked, renamed, with programs, with the test string of virus scanners, with marks of secrecy."""

from __future__ import annotations

import io
import struct
import zipfile

from tests.materials.cases import word_file

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PROGRAM = b"MZ\x90\0" + b"\0" * 60 + b"This program cannot be run in DOS mode"


def package(*members: tuple[str, bytes], stored: bool = False) -> bytes:
    """Return a zip with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            made.writestr(name, content)
    return buffer.getvalue()


def word_with(*members: tuple[str, bytes]) -> bytes:
    """Return a Word file with more in it."""
    buffer = io.BytesIO(word_file())
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            made.writestr(name, content)
    return buffer.getvalue()


def locked_zip() -> bytes:
    """Return a zip whose member says that it wants a password."""
    content = bytearray(package(("说明.docx", b"x" * 40)))
    for head, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(head) + place
        content[at] |= 1
    return bytes(content)


def locked_word() -> bytes:
    """Return a Word file behind a password, as Office writes it: an OLE container with the package locked inside."""
    sector = 512
    names = ("Root Entry", "EncryptionInfo", "EncryptedPackage")
    fat = [0xFFFFFFFD, 0xFFFFFFFE] + [0xFFFFFFFF] * 126
    entries = b"".join(_entry(name, 5 if place == 0 else 2) for place, name in enumerate(names)).ljust(sector, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", 0, *([0xFFFFFFFF] * 108))
    return head + struct.pack("<128I", *fat) + entries


def _entry(name: str, kind: int) -> bytes:
    """Return one entry of an OLE directory, without bytes of its own."""
    written = name.encode("utf-16-le") + b"\0\0"
    start = struct.pack("<HBB", len(written), kind, 1) + struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
    return (written.ljust(64, b"\0") + start + b"\0" * 36 + struct.pack("<IQ", 0xFFFFFFFE, 0)).ljust(128, b"\0")


def pdf(words: str = "report", *, locked: bool = False) -> bytes:
    """Return a PDF of one page, with words, or behind a password."""
    stream = f"BT /F1 12 Tf 20 100 Td ({words}) Tj ET".encode()
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"41" * 32, b"42" * 32),
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    more = b" /Encrypt 6 0 R /ID [<41> <41>]" if locked else b""
    out += b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, more, table)
    return bytes(out)


def workbook(*cells: str) -> bytes:
    """Return a workbook with these cells below each other."""
    import openpyxl

    book = openpyxl.Workbook()
    for cell in cells:
        book.active.append([cell])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def old_workbook(*cells: str) -> bytes:
    """Return an .xls with these cells below each other."""
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for row, cell in enumerate(cells):
        sheet.write(row, 0, cell)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
