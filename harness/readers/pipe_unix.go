//go:build unix

package readers

import "syscall"

// withoutWaiting opens a pipe at once, whoever writes to it or nobody.
const withoutWaiting = syscall.O_NONBLOCK
