"""What a hostile client sends: one line for each, with the statuses that are a right answer.

Bodies are made when they are needed: some are as large as a server lets anybody send.
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

MIB = 1 << 20
JSON = {"Content-Type": "application/json"}
NDJSON = {"Content-Type": "application/x-ndjson"}
GZIP = {"Content-Encoding": "gzip"}
BOUNDARY = "hostile"
MULTIPART = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
REFUSED = frozenset({400, 404, 406, 413, 415, 422})
"""What is wrong with a request is said with one of these."""

ROSTER: dict[str, Any] = {
    "officers": [{"officer_id": "A", "available_hours": 40}, {"officer_id": "B", "available_hours": 40}],
    "cases": [{"case_id": f"C-{at}", "weight_hours": 3, "current_officer": "A"} for at in range(8)],
}
ROWS = json.dumps(ROSTER)[1:-1]
OFFICERS_CSV = b"officer_id,available_hours\nA,40\nB,40\n"
CASES_CSV = b"case_id,weight_hours,current_officer\n" + b"".join(b"C-%d,3,A\n" % at for at in range(8))
HUGE = ("1e-10000000", "1e-999999999", "1e999999999", "1e99999999999999999999", "1e400", "NaN", "Infinity")
"""Numbers of a few characters that no machine can write out, and some that are none."""


@dataclass(frozen=True)
class Attack:
    """One request.

    Attributes
    ----------
    name : str
    path : str
        ``{plan}`` and ``{roster}`` stand for those that the campaign has made before.
    body : function to bytes
    headers : mapping
    right : set of int
        Statuses that are a right answer.
    is_cheap : bool
        It also runs in the test suite.
    """

    name: str
    path: str
    body: Callable[[], bytes] = bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    right: frozenset[int] = REFUSED
    is_cheap: bool = True
    method: str = "POST"


def every_attack() -> Iterator[Attack]:
    """The whole corpus."""
    for kind in (_numbers, _texts, _nested, _bombs, _workbooks, _tables, _forms, _studies, _queries, _changes):
        yield from kind()


def _numbers() -> Iterator[Attack]:
    for text in HUGE:
        for shown in (text, json.dumps(text)):
            advice = f'{{"cases": ["C-1"], "ramp": {{"A": {shown}}}}}'
            yield _json(f"advice, ramp {shown}", "/v1/plans/{plan}/advice", advice)
            for goal in ("target", "beta", "max_moves", "fte_hours", "percentile", "time_limit_s", "seed", "workers"):
                plan = f'{{{ROWS}, "x": 0}}'.replace(', "x": 0', "")
                yield _json(
                    f"goals.{goal} {shown}", "/v1/reports", f'{{"roster": {plan}, "goals": {{"{goal}": {shown}}}}}'
                )
            row = f'{{"officer_id": "A", "available_hours": {shown}}}'
            yield _json(
                f"a cell {shown}", "/v1/rosters", f'{{"officers": [{row}], "cases": {json.dumps(ROSTER["cases"])}}}'
            )
        yield Attack(
            f"NDJSON, a cell {text}",
            "/v1/rosters",
            _same(f'{{"sheet": "officers", "officer_id": "A", "available_hours": {text}}}\n'.encode()),
            NDJSON,
        )
        officers = f"officer_id,available_hours\nA,{text}\n".encode()
        yield _parts(f"CSV, a cell {text}", "/v1/rosters", officers=officers, cases=CASES_CSV)
        yield _parts(
            f"profile, hours {text}", "/v1/rosters", export=CASES_CSV, profile=f"[hours]\nof = {text}\n".encode()
        )
        yield _parts(f"the form, target {text}", "/plans", files=CASES_CSV, target=text.encode())
    digits = "9" * 100_000
    yield _json("a number of 100,000 digits", "/v1/rosters", f'{{"officers": [{{"available_hours": {digits}}}]}}')
    yield _json("the same with a point", "/v1/rosters", f'{{"officers": [{{"available_hours": 0.{digits}}}]}}')
    yield _json("a seed of 100,000 digits", "/v1/reports", f'{{"roster": {{{ROWS}}}, "goals": {{"seed": {digits}}}}}')
    yield _json("ramp 1e-400", "/v1/plans/{plan}/advice", '{"cases": ["C-1"], "ramp": {"A": 1e-400}}')


def _texts() -> Iterator[Attack]:
    lone = '"\\ud800"'
    yield _json(
        "a lone surrogate in standards", "/v1/reports", f'{{"roster": {{{ROWS}}}, "goals": {{"standards": [{lone}]}}}}'
    )
    yield _json(
        "a lone surrogate in accept", "/v1/reports", f'{{"roster": {{{ROWS}}}, "goals": {{"accept": [{lone}]}}}}'
    )
    yield _json("a lone surrogate in ramp", "/v1/plans/{plan}/advice", f'{{"cases": ["C-1"], "ramp": {{{lone}: 0.5}}}}')
    yield _json("a lone surrogate as a case", "/v1/plans/{plan}/advice", f'{{"cases": [{lone}]}}')
    yield _json("a lone surrogate as a key", "/v1/rosters", f"{{{lone}: []}}")
    yield _json("a lone surrogate in a change", "/v1/reports", f'{{"roster": {{{ROWS}}}, "scenario": [{lone}]}}')
    yield _json("a lone surrogate as an id", "/v1/rosters", f'{{"officers": [{{"officer_id": {lone}}}]}}')
    yield _json("a lone surrogate as a name", "/v1/plans", f'{{"roster": {{{ROWS}}}, "name": {lone}}}')
    yield _json("NUL in a name", "/v1/plans", f'{{"roster": {{{ROWS}}}, "name": "a\\u0000b"}}')
    yield _json("NUL in an id", "/v1/rosters", '{"officers": [{"officer_id": "a\\u0000b"}]}')
    yield Attack("invalid UTF-8", "/v1/rosters", lambda: b'{"officers": [{"officer_id": "\xff\xfe"}]}', JSON)
    yield Attack("UTF-16", "/v1/rosters", lambda: json.dumps(ROSTER).encode("utf-16"), JSON)
    yield Attack("NUL bytes", "/v1/rosters", lambda: bytes(1000), JSON)
    yield Attack("nothing", "/v1/rosters", bytes, JSON)
    turned = '{"officers": [{"officer_id": "A\\u202eB", "available_hours": 4}], "cases": [{"case_id": "1"}]}'
    yield _json("an id that turns the writing round (U+202E)", "/v1/rosters", turned)
    for charset in ("punycode", "unicode_escape", "idna", "zip", "none"):
        headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}; charset={charset}"}
        body = parts_of({"officers": OFFICERS_CSV, "cases": CASES_CSV, "name": b"\\x"}, files=("officers", "cases"))
        yield Attack(f"charset={charset}", "/v1/plans", _same(body), headers, REFUSED | {202})


def _nested() -> Iterator[Attack]:
    for depth in (900, 100_000):
        deep = "[" * depth + "]" * depth
        yield _json(f"{depth:,} lists in a cell", "/v1/rosters", f'{{"officers": [{{"officer_id": {deep}}}]}}')
        yield _json(f"{depth:,} lists in a report's roster", "/v1/reports", f'{{"roster": {{"cases": {deep}}}}}')
        yield _json(f"{depth:,} lists as goals", "/v1/reports", f'{{"roster": {{{ROWS}}}, "goals": {deep}}}')
        yield _json(f"{depth:,} lists as a case", "/v1/plans/{plan}/advice", f'{{"cases": [{{"case_id": {deep}}}]}}')
        objects = '{"a":' * depth + "0" + "}" * depth
        yield _json(f"{depth:,} objects in a cell", "/v1/rosters", f'{{"officers": [{{"officer_id": {objects}}}]}}')


def _bombs() -> Iterator[Attack]:
    for mib in (32, 128, 512):
        rows = _of_rows(mib)
        yield Attack(f"gzip JSON, {mib} MiB of rows {{}}", "/v1/rosters", rows, JSON | GZIP, is_cheap=mib == 128)
        yield Attack(
            f"the same as a report, {mib} MiB",
            "/v1/reports",
            _of_rows(mib, '{"roster": ', "}"),
            JSON | GZIP,
            is_cheap=False,
        )
    yield Attack("gzip JSON, 64 MiB of lists", "/v1/rosters", _of_rows(64, unit="[],"), JSON | GZIP)
    yield Attack("gzip NDJSON, 128 MiB of {}", "/v1/rosters", lambda: packed(b"{}\n" * 1024, 128 * 341), NDJSON | GZIP)
    yield Attack(
        "JSON, 60 MiB of rows {}",
        "/v1/rosters",
        lambda: b'{"cases": [' + b"{}," * (20 * MIB) + b"{}]}",
        JSON,
        is_cheap=False,
    )
    yield Attack(
        "JSON, 60 MiB of lists",
        "/v1/rosters",
        lambda: b'{"cases": [' + b"[]," * (20 * MIB) + b"0]}",
        JSON,
        is_cheap=False,
    )
    yield Attack("JSON, 60 MiB of keys", "/v1/rosters", _of_keys, JSON, is_cheap=False)
    yield Attack("NDJSON, 60 MiB of {}", "/v1/rosters", lambda: b"{}\n" * (20 * MIB), NDJSON, is_cheap=False)
    yield Attack("gzip that is none", "/v1/rosters", lambda: b"no gzip", JSON | GZIP)
    yield Attack("gzip cut off", "/v1/rosters", lambda: gzip.compress(json.dumps(ROSTER).encode())[:-9], JSON | GZIP)
    twice = gzip.compress(json.dumps(ROSTER).encode()) + gzip.compress(b" ")
    yield Attack("two gzip members", "/v1/rosters", lambda: twice, JSON | GZIP, frozenset({201}))
    yield Attack("something behind the gzip", "/v1/rosters", lambda: twice[:-20] + b"rest of it", JSON | GZIP)
    yield Attack(
        "more than may be sent", "/v1/rosters", lambda: bytes(65 * MIB), JSON, frozenset({413}), is_cheap=False
    )


def _of_rows(mib: int, before: str = "", after: str = "", unit: str = "{},") -> Callable[[], bytes]:
    return lambda: packed(
        (unit * 1024).encode(),
        mib * MIB // len(unit) // 1024,
        f'{before}{{"cases": ['.encode(),
        f"0]}}{after}".encode(),
    )


def packed(piece: bytes, times: int, before: bytes = b"", after: bytes = b"") -> bytes:
    """A piece many times over, as gzip."""
    squeeze = zlib.compressobj(9, wbits=31)
    return b"".join(
        [
            squeeze.compress(before),
            *(squeeze.compress(piece) for _ in range(times)),
            squeeze.compress(after),
            squeeze.flush(),
        ]
    )


def _of_keys() -> bytes:
    return b"{" + b",".join(b'"%x":0' % at for at in range(6 * MIB)) + b"}"


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="cases" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>'
)
ROOT = RELATIONS.replace("worksheets/sheet1.xml", "xl/workbook.xml").replace('/worksheet"', '/officeDocument"')


def workbook(sheet: str | bytes, book: str = WORKBOOK, more: Mapping[str, bytes] | None = None) -> bytes:
    """A workbook made by hand."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("_rels/.rels", ROOT)
        archive.writestr("xl/workbook.xml", book)
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def _workbooks() -> Iterator[Attack]:
    def sent(name: str, make: Callable[[], bytes], *, is_cheap: bool = True) -> Attack:
        def body() -> bytes:
            return parts_of({"workbook": make()}, files=("workbook",))

        return Attack(name, "/v1/rosters", body, MULTIPART, is_cheap=is_cheap)

    yield sent("80,000 unclosed cells of errors", lambda: workbook(SHEET.format('<c t="e">' * 80_000)))
    yield sent("a million of them", lambda: workbook(SHEET.format('<c t="e">' * 1_000_000)), is_cheap=False)
    yield sent("80,000 formulas without an end", lambda: workbook(SHEET.format('<c r="A1"><f>' * 80_000)))
    yield sent("80,000 unclosed tags of sheets", lambda: workbook(SHEET.format(""), book="<sheet " * 80_000))
    yield sent("one attribute of 4 MB", lambda: workbook(SHEET.format(""), book=f"<sheet {'a' * (4 * MIB)}>"))
    yield sent("colons, 1 MB", lambda: workbook(SHEET.format(""), book="<" + "a:" * MIB))
    entities = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY e0 "lol">{entities}]>' + SHEET.format(
        '<row r="1"><c r="A1" t="str"><v>&e11;</v></c></row>'
    )
    yield sent("an entity bomb", lambda: workbook(bomb))
    yield sent("a zip bomb", lambda: workbook(b" " * (400 * MIB)), is_cheap=False)
    yield sent(
        "a far cell",
        lambda: workbook(
            SHEET.format('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
        ),
    )
    yield sent("a cell of 1e400", lambda: workbook(SHEET.format('<row r="1"><c r="A1"><v>1e400</v></c></row>')))
    yield sent("an archive of itself", lambda: workbook("", more={f"xl/{at}": b"x" for at in range(2_000)}))
    yield sent("an archive cut off", lambda: workbook(SHEET.format(""))[:-30])


def _tables() -> Iterator[Attack]:
    def sent(name: str, cases: Callable[[], bytes], *, is_cheap: bool = True) -> Attack:
        def body() -> bytes:
            return parts_of({"officers": OFFICERS_CSV, "cases": cases()}, files=("officers", "cases"))

        return Attack(name, "/v1/rosters", body, MULTIPART, is_cheap=is_cheap)

    yield sent("1,000,000 columns", lambda: b",".join(b"c%d" % at for at in range(10**6)) + b"\n")
    yield sent("one line of 60 MB", lambda: b"x" * (60 * MIB), is_cheap=False)
    yield sent("a quote that never closes, 60 MB", lambda: b'case_id\n"' + b"a\n" * (30 * MIB), is_cheap=False)
    yield sent("a cell of 3 MB", lambda: b"case_id\n" + b"x" * (3 * MIB) + b"\n")
    yield sent("60 MB of empty lines", lambda: b"case_id\n" + b"\n" * (60 * MIB), is_cheap=False)
    yield sent("20,000,000 short rows", lambda: b"case_id,weight_hours\n" + b"1\n" * (20 * MIB), is_cheap=False)
    yield sent("20,000,000 empty cells", lambda: b"case_id,weight_hours\n" + b",x\n" * (19 * MIB), is_cheap=False)
    yield sent("NUL bytes in CSV", lambda: b"case_id\n\0\n")
    costs = parts_of(
        {"officers": OFFICERS_CSV, "cases": CASES_CSV, "costs": b"cost,case_id,officer_id\n1,,5\n"},
        files=("officers", "cases", "costs"),
    )
    yield Attack("costs without a case", "/v1/rosters", lambda: costs, MULTIPART)
    empty = parts_of(
        {"officers": OFFICERS_CSV, "cases": CASES_CSV, "costs": b"case_id,officer_id,cost\n,,1\n"},
        files=("officers", "cases", "costs"),
    )
    yield Attack("costs without either", "/v1/rosters", lambda: empty, MULTIPART)


def _forms() -> Iterator[Attack]:
    whole = parts_of(
        {"officers": OFFICERS_CSV, "cases": CASES_CSV, "goals": b'{"policy": "within-capacity"}'},
        files=("officers", "cases"),
    )
    for cut in (5, 30, 60):
        yield Attack(
            f"multipart cut off {cut} bytes before its end",
            "/v1/plans",
            _same(whole[:-cut]),
            MULTIPART,
            frozenset({400}),
        )
    yield Attack("multipart without a boundary", "/v1/plans", lambda: whole, {"Content-Type": "multipart/form-data"})
    yield Attack("100,000 parts", "/v1/plans", lambda: _many_parts(100_000), MULTIPART)
    header = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{"n" * (8 * MIB)}"\r\n\r\nx\r\n--{BOUNDARY}--\r\n'
    yield Attack("a header of a part of 8 MB", "/v1/plans", header.encode, MULTIPART)
    yield _parts("a field of 5 MB", "/v1/plans", officers=OFFICERS_CSV, cases=CASES_CSV, goals=b" " * (5 * MIB))
    yield _parts("goals of deep lists", "/v1/plans", officers=OFFICERS_CSV, cases=CASES_CSV, goals=b"[" * 100_000)
    yield _parts("goals that are no UTF-8", "/v1/plans", officers=OFFICERS_CSV, cases=CASES_CSV, goals=b"\xff")
    yield _parts("the form, sheets that are no UTF-8", "/plans", **{"sheet:cases": b"\xff", "fix:cases:1:a": b"\xff"})
    yield _parts("the form, a fix at row ²", "/plans", **{"sheet:cases": CASES_CSV, "fix:cases:²:case_id": b"1"})
    yield _parts("the form, fields that are no UTF-8", "/plans", files=CASES_CSV, policy=b"\xff")
    yield _parts("the form, a carried file that is none", "/plans", **{"carried:workbook": b"!!!"})
    yield _parts("an export with a profile that is no TOML", "/v1/rosters", export=CASES_CSV, profile=b"\xff\0")
    yield _parts("a profile of deep lists", "/v1/rosters", export=CASES_CSV, profile=b"a = " + b"[" * 100_000)


def _studies() -> Iterator[Attack]:
    def sent(name: str, part: str, make: Callable[[], bytes], path: str = "/v1/weights") -> Attack:
        return Attack(f"a study, {name}", path, lambda: parts_of({part: make()}, files=(part,)), MULTIPART)

    head = b"officer,date,minutes,case type\n"
    for number in HUGE:
        yield sent(f"{number} minutes", "diaries", _same(head + f"A,2026-09-07,{number},x\n".encode()))
    yield sent("minutes of 100,000 digits", "diaries", _same(head + b"A,2026-09-07," + b"9" * 100_000 + b",x\n"))
    yield sent("ten thousand years", "diaries", _same(head + b"A,0001-01-01,1,x\nA,9999-12-31,1,x\n"))
    yield sent("NUL bytes", "diaries", _same(head + b"A,2026-09-07,1,\0\n"))
    yield sent("gzip within", "diaries", lambda: gzip.compress(head))
    rows = "".join(f"o{at},{2_010 + at % 10}-09-07,1,t{at % 1_900}\n" for at in range(40_000)).encode()
    yield sent("more cells than fit", "diaries", _same(head + rows))
    types = b"".join(b"A,2026-09-07,1,t%d\n" % at for at in range(100_000))
    yield sent("100,000 types", "files", _same(head + types), "/weights")
    entities = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY e0 "lol">{entities}]><log>&e11;</log>'
    yield sent("an entity bomb", "log", bomb.encode)
    yield sent(
        "900 elements within each other", "log", lambda: b"<log>" + b"<list>" * 900 + b"</list>" * 900 + b"</log>"
    )
    yield sent("unclosed elements", "log", lambda: b"<log>" * 1_000_000)
    yield sent("an attribute of 8 MB", "log", lambda: b'<log a="' + b"x" * (8 * MIB) + b'">')
    far = SHEET.format('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    yield sent("a far cell", "workbook", lambda: workbook(far))
    for study in (b"[" * 100_000, b'{"unit": "open"}', b"\xff\0"):
        name = f"a study that does not come back, {study[:9]!r}"
        yield Attack(name, "/weights/file", _same(parts_of({"study": study, "file": b"study.html"})), MULTIPART)


def _many_parts(count: int) -> bytes:
    part = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n'
    return (part * count + f"--{BOUNDARY}--\r\n").encode()


def _queries() -> Iterator[Attack]:
    for number in (2**63, 10**30, "²", "1e9", "-2"):
        yield Attack(f"?before={number}", f"/v1/plans?before={number}", method="GET")
        yield Attack(f"?after={number}", f"/v1/plans/{{plan}}/assignments?after={number}", method="GET")
        csv = {"Accept": "text/csv"}
        yield Attack(
            f"?after={number} as CSV", f"/v1/plans/{{plan}}/assignments?after={number}", headers=csv, method="GET"
        )
        yield Attack(f"events ?after={number}", f"/v1/plans/{{plan}}/events?after={number}", method="GET")
    yield Attack("?limit=0", "/v1/plans?limit=0", method="GET")
    yield Attack(
        "Prefer: wait=²",
        "/v1/plans",
        _same(json.dumps({"roster": ROSTER}).encode()),
        JSON | {"Prefer": "wait=²"},
        frozenset({202}),
    )
    for said in ("²", "9" * 30, "-1"):
        headers = {"Last-Event-ID": said}
        yield Attack(
            f"Last-Event-ID: {said}", "/v1/plans/{plan}/events", headers=headers, right=frozenset({200}), method="GET"
        )
    yield Attack("an id that is none", "/v1/plans/%00", method="GET")
    yield Attack("an address of 8 KB", f"/{'a' * 8_000}", method="GET")
    yield Attack("an unknown case to explain", "/v1/plans/{plan}/explain?case=%00&officer=%ED%A0%80", method="GET")


def _changes() -> Iterator[Attack]:
    for change in (
        "add 999999999 officers",
        f"add {'9' * 900} officers",
        "add 1 officers hours=99999999999999999999999999999",
        f"add 1 officers hours={'9' * 900}",
        f"add 1 officers efficiency={'9' * 900}",
        f"add 1 officers standard={'9' * 900}",
        "add ² officers",
        "add 1 officers standard=²",
        f"hours of officer A +{'9' * 900}",
        f"hours of officer A +0.{'0' * 900}1",
        f"standard of officer A ={'9' * 900}",
        f"detail officer A hours={'9' * 900}",
        f"detail officer A share={'9' * 900}%",
        f"intake of other +{'9' * 900}%",
        f"effort of other *{'9' * 900}",
    ):
        body = json.dumps({"roster": ROSTER, "scenario": [change]})
        shown = change if len(change) < 60 else f"{change[:40]}…"
        yield _json(f"change: {shown}", "/v1/whatif", body)
    for pace in ("1:0", "999999:0", "²:1"):
        yield _json(
            f"pace {pace}",
            "/v1/plans/{plan}/advice",
            json.dumps({"cases": ["C-1"], "pace": pace}),
            right=REFUSED | {200},
        )


def _same(content: bytes) -> Callable[[], bytes]:
    return lambda: content


def _json(name: str, path: str, text: str, right: frozenset[int] = REFUSED) -> Attack:
    return Attack(name, path, lambda: text.encode("utf-8", "surrogatepass"), JSON, right)


def _parts(name: str, path: str, **parts: bytes) -> Attack:
    files = tuple(set(parts) & {"officers", "cases", "export", "profile", "files"})
    return Attack(name, path, lambda: parts_of(parts, files=files), MULTIPART)


def parts_of(parts: Mapping[str, bytes], files: tuple[str, ...] = ()) -> bytes:
    """A multipart body."""
    out = []
    for name, content in parts.items():
        filename = f'; filename="{name if name != "files" else "cases"}.csv"' if name in files else ""
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{filename}\r\n\r\n'
        out.append(head.encode() + content + b"\r\n")
    return b"".join(out) + f"--{BOUNDARY}--\r\n".encode()
