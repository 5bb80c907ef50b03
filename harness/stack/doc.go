// Package stack runs a private PC/SC stack: a pcscd of its own with virtual
// readers, and cards served into them. Any PC/SC client, a billing software,
// OpenSC, a middleware, is pointed at it with one environment variable and
// sees those readers only; the machine's own PC/SC service goes on undisturbed.
//
//	st, err := stack.Start(ctx, stack.Config{Cards: []stack.Card{{Name: "cps3", Channel: c}}})
//	if err != nil { … }
//	defer st.Close()
//	cmd := exec.CommandContext(ctx, "opensc-tool", "-a")
//	cmd.Env = append(os.Environ(), st.Env()...)
//
// It needs Linux, pcscd and the vpcd driver (Debian packages pcscd and
// vsmartcard-vpcd); a missing part is a [*MissingError] that names the package.
//
// # How it stays private
//
// pcscd takes its client socket from its parent, as under systemd (socket
// activation, sd_listen_fds(3)): the stack binds a Unix socket in a folder of
// its own, hands it over as descriptor 3 with LISTEN_FDS=1, and a shell sets
// LISTEN_PID to the process id that pcscd is about to inherit from it. Clients
// find the socket through PCSCLITE_CSOCK_NAME. The readers come from a
// configuration folder given with -c.
//
// pcscd removes /run/pcscd/pcscd.pid when it ends, if it may: run as root it
// would take the file of the machine's own service away. Under root it is
// therefore started as the user nobody, which needs no capability beyond
// those of root in an ordinary container, unlike a mount namespace. An
// ordinary user may not remove the file anyway.
//
// pcscd also wants the folder /run/pcscd to exist. Under root a missing one is
// created, empty, and left. An ordinary user, or root in a namespace that does
// not know nobody, gets a user and mount namespace for pcscd alone, with a /run
// of its own; where that is forbidden, Start says so.
//
// # Readers
//
// The driver gives two slots each, so cards go in pairs: card 0 into
// "cpslab A 00 00", card 1 into "cpslab A 00 01", card 2 into
// "cpslab B 00 00". An odd number of cards leaves one empty reader. pcscd holds
// at most [MaxCards]. Find a reader by its name, never by its place in a list.
//
// # A network of its own
//
// The driver listens for cards on every interface of the machine, on ports chosen
// anew each time, because the form that connects to us aborts pcscd 1.9.9 when a
// card is pulled out. With [Config.Inside], and where the system allows it, pcscd
// runs in a network namespace of its own: as root by that right, else in a user
// namespace as well. The cards stay in this process and the clients anywhere: this
// very program, started anew inside, connects to the driver and hands the sockets
// out, and the client socket, which has a path, crosses namespaces. Where that is
// refused the driver listens to the whole network; [Stack.Warning] says it to the
// user, and [Stack.Closing] how to close it.
//
// # Limits
//
// pcscd looks for USB readers, as it cannot be told not to: as nobody, or as an
// ordinary user without rights on the USB devices, it gets none. A killed process
// takes its pcscd along (PR_SET_PDEATHSIG), but leaves its folder behind.
package stack
