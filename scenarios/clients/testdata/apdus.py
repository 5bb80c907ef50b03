"""Sends raw APDUs through PC/SC with pyscard.

Usage: apdus.py READER APDU...; prints the ATR, then one R-APDU a line, all in
hexadecimal. GET RESPONSE is left to the caller, as PC/SC leaves it.
"""

import sys

from smartcard.System import readers
from smartcard.util import toBytes, toHexString

wanted = sys.argv[1]
reader = [r for r in readers() if str(r) == wanted]
if not reader:
    sys.exit("no reader %r" % wanted)
connection = reader[0].createConnection()
connection.connect()
print(toHexString(connection.getATR()).replace(" ", ""))
for apdu in sys.argv[2:]:
    data, sw1, sw2 = connection.transmit(toBytes(apdu))
    print(toHexString(data + [sw1, sw2]).replace(" ", ""))
connection.disconnect()
