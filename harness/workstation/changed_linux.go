package workstation

import "syscall"

func statusChange(st *syscall.Stat_t) syscall.Timespec { return st.Ctim }
