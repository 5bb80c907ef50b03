//go:build !linux

package stack

import (
	"context"
	"net"
)

// identity, service and launch stand for what only Linux has, so that the
// package compiles elsewhere and Start can say what is missing.
type identity struct{}

func (identity) own(string) error { return nil }
func (identity) other() bool      { return false }

type door struct{}

func (*door) dial(uint16) (net.Conn, error) { return nil, ErrUnsupported }
func (*door) close()                        {}

type service struct{ done chan struct{} }

func (*service) stop() error                   { return ErrUnsupported }
func (*service) kill() error                   { return ErrUnsupported }
func (*service) ended() bool                   { return true }
func (*service) onExit(func()) (detach func()) { return func() {} }
func (*service) said() string                  { return "" }

func (*plan) start(context.Context) (*service, error) { return nil, ErrUnsupported }

func launch(context.Context, Config, Parts) (*plan, *service, error) {
	return nil, nil, &Error{Op: "start", Err: ErrUnsupported}
}
