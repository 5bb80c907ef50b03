// Command wine runs the Windows program of this bench where there is no Windows: under
// Wine 10, in a Debian 13 of its own (a folder that debootstrap fills, 1.5 GB, kept for
// the next time), and says by name what ran and what did not. `make wine` calls it.
//
// Three kinds of things are run. What cpslab.exe prints is held against what the
// program of this system prints. What only Windows has, its registry, its files with
// version resources and its services, is put there first, and what doctor makes of it
// is held against a document (testdata/doctor.json). And the tests of each room are
// built for Windows and run there.
//
// It needs Linux, root (for the folder's own system and its mounts), debootstrap, and
// the first time the network. Everything runs in namespaces of its own: an ordinary user
// inside the folder, no network but a loopback, mounts and processes that end with the
// command. Nothing of it is installed on this machine.
//
// Wine is not Windows: its registry, its access lists and its winscard are other
// people's, and drivers, services and the event log are not there at all.
package main
