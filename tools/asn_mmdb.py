#!/usr/bin/env python3
"""Turn address ranges with their autonomous systems into a MaxMind database.

    asn_mmdb.py OUT CSV [CSV...]

A line of a CSV is `first address, last address, AS number, AS organisation`: the layout of the npm
package @ip-location-db/asn. OUT gets the layout of GeoLite2-ASN, which every reader of MaxMind's
format knows: `autonomous_system_number` and `autonomous_system_organization`. One database holds
IPv4 and IPv6 alike. Ranges without an organisation are left out.
"""

import csv
import sys
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

from mmdb_writer import MMDBWriter, SearchTreeLeaf, SearchTreeNode

# A database of both versions has IPv4 addresses where IPv6 has ::/96.
BITS = 128


def number(text):
    """An address of either version as a number of 128 bits."""
    return int(IPv6Address(text) if ":" in text else IPv4Address(text))


def networks(first, last):
    """The fewest networks that cover the range: pairs of their first address and how many bits vary."""
    while first <= last:
        varying = (last - first + 1).bit_length() - 1
        if first:
            varying = min(varying, (first & -first).bit_length() - 1)
        yield first, varying
        first += 1 << varying


def insert(tree, first, varying, leaf):
    """Hang a leaf into the tree where the fixed bits of a network lead. The ranges do not overlap,
    so the way there has no leaf; MMDBWriter's own method looks for one and takes ten times as long."""
    node = tree
    for bit in range(BITS - 1, varying, -1):
        if first >> bit & 1:
            if node.right is None:
                node.right = SearchTreeNode()
            node = node.right
        else:
            if node.left is None:
                node.left = SearchTreeNode()
            node = node.left
    if first >> varying & 1:
        node.right = leaf
    else:
        node.left = leaf


def fill(tree, paths):
    """Insert every range of the files; tells how many networks and systems there were."""
    systems, count = {}, 0
    for path in paths:
        with open(path, encoding="utf-8", newline="") as lines:
            for first, last, system, organisation in csv.reader(lines):
                if not organisation:
                    continue
                leaf = systems.get((system, organisation))
                if leaf is None:
                    content = {"autonomous_system_number": int(system), "autonomous_system_organization": organisation}
                    leaf = systems[system, organisation] = SearchTreeLeaf(content)
                for network, varying in networks(number(first), number(last)):
                    insert(tree, network, varying, leaf)
                    count += 1
    return count, len(systems)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    out = Path(sys.argv[1])
    writer = MMDBWriter(
        ip_version=6,
        database_type="GeoLite2-ASN",
        languages=["en"],
        description="Autonomous systems by Route Views, DB-IP.com and the NRO (CC BY 4.0)",
        ipv4_compatible=True,
        int_type="u32",
    )
    count, systems = fill(writer.tree, sys.argv[2:])
    # Beside `out` first, so that a broken run leaves no half of one.
    partial = out.with_suffix(".partial")
    writer.to_db_file(str(partial))
    partial.rename(out)
    print(f"{out}: {count} networks of {systems} autonomous systems, {out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
