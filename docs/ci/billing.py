#!/usr/bin/env python3
"""A billing program in small: may this card bill?

It stands for the software under test in docs/ci.md. It opens the reader that
`cpslab with --each` names, and no other; presents the code porteur of the simulated
cards; and looks for the billing situations of a CPS3 (DF 7F01, file 4000). Exit code 0:
it may bill; 1: it may not, and says why.
"""
import os
import sys

from smartcard.Exceptions import CardConnectionException, NoCardException
from smartcard.System import readers

PIN = b"1234"  # of every simulated card
VERIFY = [0x00, 0x20, 0x00, 0x01, len(PIN), *PIN]
NOT_FOUND = 0x9404


def select(fid):
    return [0xA0, 0xA4, 0x00, 0x00, 0x02, fid >> 8, fid & 0xFF]


def main():
    name = os.environ["CPSLAB_CARD_READER"]
    reader = next(r for r in readers() if str(r) == name)
    connection = reader.createConnection()
    try:
        connection.connect()
    except (NoCardException, CardConnectionException) as why:
        sys.exit(f"no card that answers: {why}")

    def send(command):
        data, sw1, sw2 = connection.transmit(command)
        return bytes(data), sw1 << 8 | sw2

    _, status = send(VERIFY)
    if status != 0x9000:
        sys.exit(f"code porteur refused: {status:04X}")
    for fid in (0x3F00, 0x7F01, 0x4000):
        _, status = send(select(fid))
    if status == NOT_FOUND:
        sys.exit("no billing situations on this card (DAM)")
    if status >> 8 not in (0x90, 0x9F):
        sys.exit(f"billing situations out of reach: {status:04X}")
    description, status = send([0xA0, 0xC0, 0x00, 0x00, 0x04])
    size = int.from_bytes(description[2:4], "big")
    content, status = send([0xA0, 0xB0, 0x00, 0x00, min(size, 0xFF)]) if size else (b"", 0x9000)
    if not content.strip(b"\x00\xff"):
        sys.exit("no billing situations on this card (DAM): nothing is written there")
    print("this card may bill")


if __name__ == "__main__":
    main()
