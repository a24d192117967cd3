"""Makes the files in this folder from the packages `source-serif` and `source-sans`; see README.md.

    python3 fonts/make.py NODE_MODULES      writes the faces beside this file
    python3 fonts/make.py --metrics FILE…     the descriptors of a stand-in for each face, by these local faces
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
PUNCTUATION = "U+00A0,U+00B7,U+00D7,U+2013-2014,U+2018-2019,U+201C-201D,U+2026"
NAMES = "U+00D6,U+00DC,U+00E1,U+00E9,U+00ED,U+00F3,U+00F6,U+00FC,U+014D"
TEXT = f"U+0020-007E,{PUNCTUATION},{NAMES},U+00A7,U+00C9,U+00DF,U+00E0-00EF,U+00F1-00F6,U+00F8-00FC,U+2192"
LABELS = f"U+0020-005B,U+005D,U+005F,U+0061-007A,{PUNCTUATION},{NAMES},U+2020,U+2190-2193,U+2212"
LETTERS = f"U+0020-0022,U+0025-002F,U+0030-003B,U+003F,U+0041-005B,U+005D,U+0061-007A,{PUNCTUATION},{NAMES}"
CARD = "U+0020-007E,U+00A0-00FF,U+014C-014D,U+2013-2014,U+2018-2019,U+201C-201D,U+2020,U+2026,U+2190-2193,U+2212"

# file, source, family, style, characters, features, smallest kerning kept (thousandths of an em)
FACES = [
    ("serif-regular.woff2", "source-serif/TTF/SourceSerif4-Regular.ttf", "Backstory Serif", "Regular", TEXT, "kern,liga,onum", 12),
    ("serif-italic.woff2", "source-serif/TTF/SourceSerif4-It.ttf", "Backstory Serif", "Italic", LETTERS, "kern,liga", 12),
    ("serif-semibold.woff2", "source-serif/TTF/SourceSerif4Display-Semibold.ttf", "Backstory Serif", "Semibold", LETTERS, "kern,liga", 8),
    ("sans.woff2", "source-sans/VF/SourceSans3VF-Upright.ttf", "Backstory Sans", "Regular", LABELS, "kern", 20),
    ("serif-semibold.ttf", "source-serif/TTF/SourceSerif4Display-Semibold.ttf", "Backstory Serif", "Semibold", CARD, "kern,liga", 0),
    ("sans-regular.ttf", "source-sans/TTF/SourceSans3-Regular.ttf", "Backstory Sans", "Regular", CARD, "kern", 0),
]


def thin_kerning(font, least):
    """Kerning under `least` becomes none, and none varies with the weight: a fifth of the bytes, no visible change."""
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            if table.LookupType != 2:
                continue
            if table.Format == 1:
                values = [r.Value1 for s in table.PairSet for r in s.PairValueRecord]
            else:
                values = [r.Value1 for c in table.Class1Record for r in c.Class2Record]
            for value in filter(None, values):
                if getattr(value, "XAdvDevice", None) is not None:
                    del value.XAdvDevice
                if abs(getattr(value, "XAdvance", 0) or 0) < least:
                    value.XAdvance = 0
            table.ValueFormat1 = 4


def rename(font, family, style):
    """The licence reserves the name "Source" for the unmodified faces."""
    copyright = font["name"].getDebugName(0)
    font["name"].names = []
    texts = {0: copyright, 1: family, 2: style, 4: f"{family} {style}", 6: f"{family} {style}".replace(" ", "")}
    if style == "Semibold":  # four-style families know only bold
        texts |= {1: f"{family} Semibold", 2: "Regular", 16: family, 17: style}
    texts[13] = "SIL Open Font License 1.1"
    for id, text in texts.items():
        font["name"].setName(text, id, 3, 1, 0x409)


def make(packages):
    for file, source, family, style, characters, features, least in FACES:
        with tempfile.TemporaryDirectory() as scratch:
            step = Path(scratch, "step.ttf")
            if "VF" in source:
                subprocess.run(["fonttools", "varLib.instancer", "-q", packages / source, "wght=400:600", "--no-recalc-timestamp", "-o", step], check=True)
            font = TTFont(step if "VF" in source else packages / source, recalcTimestamp=False)
            thin_kerning(font, least)
            rename(font, family, style)
            font.save(step)
            subprocess.run(
                ["pyftsubset", step, f"--unicodes={characters}", f"--layout-features={features}", "--no-hinting",
                 "--name-IDs=*" if file.endswith("ttf") else "--name-IDs=1", "--name-languages=0x409",
                 "--drop-tables+=BASE,HVAR,MVAR,STAT,gasp,meta",
                 *(["--flavor=woff2"] if file.endswith("woff2") else []), f"--output-file={HERE / file}"],
                check=True)
        print(f"{(HERE / file).stat().st_size:6}  {file}")


# Frequency of letters in this kind of English text, with the space: what a line's length depends on.
ENGLISH = dict(zip(" etaoinsrhldcumfpgwybvkxjqz", [18, 10.3, 7.5, 6.9, 6.2, 6.2, 5.8, 5.3, 5.1, 4, 3.4, 3.3, 2.6, 2.3, 2.1, 1.9, 1.7, 1.6, 1.5, 1.4, 1.2, 0.8, 0.6, 0.2, 0.1, 0.1, 0.1]))


def width(font):
    cmap, advance = font.getBestCmap(), font["hmtx"]
    total = sum(n * advance[cmap[ord(c)]][0] for c, n in ENGLISH.items())
    return total / sum(ENGLISH.values()) / font["head"].unitsPerEm


def metrics(locals):
    for file, _, family, style, *_ in FACES[:4]:
        ours = TTFont(HERE / file)
        hhea, upm = ours["hhea"], ours["head"].unitsPerEm
        for path in locals:
            scale = width(ours) / width(TTFont(path, fontNumber=0))
            print(f"{family} {style} on {Path(path).name}: size-adjust: {scale:.2%}; ascent-override: {hhea.ascent / upm / scale:.2%}; "
                  f"descent-override: {-hhea.descent / upm / scale:.2%}; line-gap-override: {hhea.lineGap / upm / scale:.2%};")


if __name__ == "__main__":
    if sys.argv[1] == "--metrics":
        metrics(sys.argv[2:])
    else:
        make(Path(sys.argv[1]))
