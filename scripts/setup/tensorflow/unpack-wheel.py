"""Unpacks the parts of a wheel that native TensorFlow needs, keeping what may be executed executable.

Usage: unpack-wheel.py <wheel> <folder> <pattern>...      patterns of wanted names, and with ! of unwanted ones
Exit code 28 (ENOSPC) where the disk is full.
"""
import errno
import fnmatch
import os
import shutil
import sys
import zipfile


def matches(name, patterns):
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def unpack(wheel, folder, patterns):
    wanted = [p for p in patterns if not p.startswith("!")]
    unwanted = [p[1:] for p in patterns if p.startswith("!")]
    with zipfile.ZipFile(wheel) as archive:
        for entry in archive.infolist():
            name = entry.filename
            if entry.is_dir() or not matches(name, wanted) or matches(name, unwanted):
                continue
            target = os.path.join(folder, *name.split("/"))
            if not os.path.realpath(target).startswith(os.path.realpath(folder) + os.sep):
                raise ValueError("a name climbs out of the folder: " + name)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with archive.open(entry) as source, open(target, "wb") as sink:
                shutil.copyfileobj(source, sink, 1 << 20)
            if (entry.external_attr >> 16) & 0o100:
                os.chmod(target, 0o755)


try:
    unpack(sys.argv[1], sys.argv[2], sys.argv[3:])
except OSError as error:
    print(error, file=sys.stderr)
    sys.exit(28 if error.errno in (errno.ENOSPC, errno.EDQUOT) else 1)
