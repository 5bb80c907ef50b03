package station

// Die kills the service and leaves it to the station to notice.
func (st *Station) Die() error { return st.stack.Kill() }
