#!/usr/bin/env python3
"""Pack files as a Lambda layer that shows them below /opt/geolocation.

    geolocation_layer.py OUT FILE [FILE...]

The zip is the same for the same files, whenever it is made.
"""

import sys
import zipfile
from pathlib import Path


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    out, files = Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as layer:
        for file in files:
            entry = zipfile.ZipInfo(f"geolocation/{file.name}")
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            layer.writestr(entry, file.read_bytes())
    print(f"{out}: {len(files)} files, {out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
