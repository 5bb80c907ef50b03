// Package workstation collects what a computer tells about its way to the
// card: system, session, clock, PC/SC service, readers, Cryptolib CPS, its
// dictionary, GALSS and SESAM-Vitale configuration, and software that competes
// for the card. It judges nothing: package diagnosis does.
//
//	rep := workstation.Collect(ctx, workstation.Options{
//		Readers: list,   // how to ask PC/SC; this package does not import it
//		Module:  module, // how to ask a PKCS#11 module, see Ask
//	})
//	if s := rep.Service; s.Known && s.Value.State == workstation.Stopped { … }
//
// Every part of a [Report] is a [Fact]: a value with the place it was read
// from, or the reason why it is not known. "Not installed" is a value, "could
// not look" is not.
//
// # What is touched
//
// Files are read through an fs.FS, so that tests give a folder of their own.
// Nothing is written. The only programs run are rpm and, on macOS, ps, with a deadline, and, to
// ask a PKCS#11 module for its C_GetInfo, this program itself: a module that
// crashes or hangs takes its own process along and no other, and none stays
// behind, however this program ends ([Ask], [EndWithParent]). Whether the service
// listens is read from the kernel's table of sockets, because a connection would
// start a service that waits for its first client. One connection is made, on
// systems other than Linux, to the port that the caller names in [AgentQuery].
//
// # What can be read where
//
// On Windows the system's version, the start types of the services, the installed
// products with their ghosts, the releases of the FSV, policies of browsers, antivirus
// products and Smart App Control come from the registry; the last start, the running
// programs and whether the service runs from system calls; tables and MICA from the
// folders. On macOS there are the installer's receipts, launch agents, policies, the last
// start, the running programs (ps) and the files; on Linux packages, /proc, /sys and
// policies. GALSS.INI, SESAM.INI and DICO-FR.GIP are read everywhere. All else is
// [NotHere], and said so: who owns a port and the USB bus on Windows and macOS, the
// installer's log, the traces of the billing layer.
//
// No system tells what an antivirus holds in quarantine, nor that a reader's
// errors come and go: those are facts that only the user can declare.
package workstation
