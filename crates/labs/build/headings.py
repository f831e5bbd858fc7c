"""Writes headings.toml: under which headings of the lecture notes each entry of the syllabus begins.

Run once, from the root of the repository, beside the course's own files (`../shared/syllabus`, `../shared/notes`), which are
no part of this project:

    python3 crates/labs/build/headings.py > crates/labs/headings.toml

Only facts are taken: the texts of headings, and the ids of entries. A heading is named by its file, the heading above it and
itself. Where the same words head another passage, too, the heading above is needed to tell them apart, and stands there;
else it is left out, so that a copy whose chapters are called otherwise is still understood.
"""

import bisect
import json
import pathlib
import re
import tomllib

SHARED = pathlib.Path("../shared")
HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
NUMBERING = re.compile(r"\s*(第[0-9一二三四五六七八九十百]+[章节讲课]|[一二三四五六七八九十]+[、.．]|[0-9]+([.．][0-9]+)*[.．、:：)）]?(?=\s|[^\x00-\x7f])|[(（][0-9一二三四五六七八九十]+[)）])\s*")


def plain(title):
    """As `labs::headings::plain`."""
    bare = NUMBERING.sub("", title, count=1) if NUMBERING.match(title) else title
    kept = "".join(c for c in bare.lower() if c.isalnum())
    return kept or "".join(c for c in title.lower() if c.isalnum())


def headings(path):
    """Line, words and the words of the heading above, of each heading."""
    found, above, fence = [], [], None
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        mark = re.match(r"\s*(```|~~~)", line)
        if mark:
            fence = None if fence == mark[1] else fence or mark[1]
            continue
        match = HEADING.match(line)
        if fence or not match or not match[2]:
            continue
        level, title = len(match[1]), match[2]
        above = [(l, t) for l, t in above if l < level]
        found.append((number, title, above[-1][1] if above else ""))
        above.append((level, title))
    return found


def sources(text):
    """File and first line of each passage: `000:84-111; 003:13, 20-30` and `000_5e….txt:84-111`."""
    note = None
    for piece in re.split(r"[;,/ ]+", text):
        match = re.fullmatch(r"(?:(\d{3})(?:_\w+\.txt)?:)?(?:L)?(\d+)(?:[-–](\d+))?", piece) or re.fullmatch(r"(?:([\w.]+):)(\d+)(?:[-–](\d+))?", piece)
        if not match:
            continue
        if match[1]:
            note = NAMES.get(match[1], match[1])
        if note:
            yield note, int(match[2])


FILES = {path.name[:3]: path for path in sorted((SHARED / "notes").glob("*.txt"))}
# Some parts name a file by the end of its name.
NAMES = {path.stem.split("_")[1][:k]: name for name, path in FILES.items() for k in range(6, 17)}
NAMES |= {path.name: name for name, path in FILES.items()} | {f"_{path.stem.split('_')[1][-6:]}.txt": name for name, path in FILES.items()}

outline = {name: headings(path) for name, path in FILES.items()}
times = {}
for found in outline.values():
    for _, title, above in found:
        times.setdefault(plain(title), set()).add(plain(above))

known = {id for chapter in tomllib.loads((SHARED / "syllabus/syllabus.toml").read_text())["chapter"] for lab in chapter["lab"] for id in lab["entries"]}
served, missing = {}, []
for part in sorted((SHARED / "syllabus").glob("part-*.md")):
    entry = None
    for line in part.read_text().splitlines():
        if match := re.match(r"### (\S+) · ", line):
            entry = match[1]
        elif entry in known and (match := re.match(r"- src: (.*)", line)):
            for note, start in sources(match[1]):
                if note not in outline:
                    missing.append((entry, note))
                    continue
                lines = [number for number, _, _ in outline[note]]
                index = bisect.bisect_right(lines, start) - 1
                if index >= 0:
                    served.setdefault((note, index), []).append(entry)
                else:
                    missing.append((entry, note, start))
            known.discard(entry)

print("# Which headings of the lecture notes begin a passage that an entry of the syllabus is about: file, the heading above where")
print("# it is needed to tell two apart, the heading, the entries. Made by build/headings.py; only headings and ids, no text.")
print("heading = [")
for (note, index), entries in sorted(served.items()):
    _, title, above = outline[note][index]
    above = above if len(times[plain(title)]) > 1 else ""
    row = [note, above, title, " ".join(dict.fromkeys(entries))]
    print(f"  {json.dumps(row, ensure_ascii=False)},")
print("]")

import sys
print(len(served), "headings;", "without:", sorted(known), missing, file=sys.stderr)
