"""Notes in recorders.json which recorder the traces of this folder came from: `record.py` and `recordKeras.py` do it when they are done."""
import hashlib
import json
import os

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..", "..")
PLACE = os.path.join(HERE, "recorders.json")


def digest(path):
    with open(os.path.join(ROOT, path), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def stamp(path, traces, sha256, versions):
    """traces: folders and files, relative to this one; sha256: of the recorder before the first of them was made."""
    if digest(path) != sha256:
        raise SystemExit(f"{path} changed while it recorded; run this again")
    known = {}
    if os.path.exists(PLACE):
        with open(PLACE, encoding="utf-8") as file:
            known = json.load(file)
    known[path] = {"sha256": sha256, "traces": traces, "versions": versions}
    with open(PLACE, "w", encoding="utf-8") as file:
        json.dump(dict(sorted(known.items())), file, indent=2)
        file.write("\n")
