// Command guest has the true drivers of Linux use the bench's USB reader: a kernel of Debian
// in QEMU, without KVM and without root, attaches the readers of this process by USB/IP,
// and pcscd, libccid, OpenSC, pcsc_scan and cpslab itself meet cards of the three faces
// there. It prints what each came to, and says by name what it could not run.
//
//	go run ./scenarios/guest -cpslab bin/cpslab [-write docs/usb.md]
//
// It downloads Debian's packages with apt-get download into a folder that it keeps, and takes
// the libraries of this machine, which has to be Debian with qemu-system-x86, dpkg and
// apt-get. One run takes about two minutes. Exit codes: 0 all passed, 1 something failed, 3
// the guest could not be made or did not start.
package main
