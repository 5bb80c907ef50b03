#!/bin/sh
# The group that the polkit rule names. It has no member.
set -e
getent group cpslab >/dev/null || groupadd --system cpslab
