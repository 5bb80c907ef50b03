"""A program with planted defects, for the tests of package explore.

client.py MODE reads EF.SN.ICC and the issuer's directory of the first card and says
what it read. MODE is the defect that a bad answer meets: none, crash, hang, lie, verify.
"""
import os
import signal
import sys
import time

from smartcard.System import readers

mode = sys.argv[1]


def bad(what):
    """A bad answer: what the program does about it is its defect."""
    if mode == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if mode == "hang":
        time.sleep(3600)
    if mode == "lie":
        return
    if mode == "verify":
        send(connection, verify)
    print("error: " + what)
    sys.exit(1)


def send(connection, command):
    data, sw1, sw2 = connection.transmit(command)
    while sw1 == 0x61:
        more, sw1, sw2 = connection.transmit([0x00, 0xC0, 0x00, 0x00, sw2])
        data += more
    return data, (sw1 << 8) | sw2


connection = readers()[0].createConnection()
connection.connect()
code = [0x31, 0x32, 0x33, 0x34]
verify = [0x00, 0x20, 0x00, 0x01, len(code)] + code
try:
    _, sw = send(connection, [0x00, 0xA4, 0x04, 0x0C, 0x0E] + [0xE8, 0x28, 0xBD, 0x08, 0x0F, 0x80, 0x25, 0x00, 0x00, 0x01, 0xFF, 0x00, 0x10, 0x01])
    _, sw = send(connection, [0x00, 0xA4, 0x09, 0x04, 0x04, 0x3F, 0x00, 0xD0, 0x03])
    if sw != 0x9000:
        bad("the serial number cannot be selected: %04X" % sw)
    data, sw = send(connection, [0x00, 0xB0, 0x00, 0x00, 0x0C])
    if sw != 0x9000 or len(data) < 2:
        bad("the serial number cannot be read: %04X" % sw)
    print("pid %d" % os.getpid())  # another number each time
    print("serial " + ("".join("%02X" % b for b in data) or "none"))
except Exception as e:  # the card went away
    mode = "none" if mode == "verify" else mode
    bad("no answer: %s" % e)
