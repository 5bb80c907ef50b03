//go:build !linux

package main

import (
	"context"
	"errors"
)

func missing() string { return "needs Debian: Wine runs in a Debian of its own" }

func (c *config) prepare(context.Context) error { return errors.ErrUnsupported }

func (c *config) build(context.Context) error { return errors.ErrUnsupported }

func (c *config) inside(context.Context) (bool, int) { return false, exitOK }

func (c *config) runInside(context.Context) ([]result, error) { return nil, errors.ErrUnsupported }
