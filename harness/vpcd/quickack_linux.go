package vpcd

import "syscall"

// quickACK asks for received bytes to be acknowledged at once (tcp(7),
// TCP_QUICKACK). The kernel forgets the request after a few segments, hence
// one call before each read.
func quickACK(fd uintptr) {
	_ = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, syscall.TCP_QUICKACK, 1) // a slower link is still a link
}

const haveQuickACK = true
