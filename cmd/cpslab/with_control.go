package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// withControl is with, before a station that the command can drive.
func (a *app) withControl(ctx context.Context, cards, command []string, f faultFlags, quiet bool) error {
	path, err := program(command[0])
	if err != nil {
		return a.cannotRun(command[0], err)
	}
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	var d *driven
	begun, err := untilStarted(ctx, func(starting context.Context) (err error) {
		d, err = a.startDriven(starting, stationFlags{cards: cards, faults: f, control: "127.0.0.1:0"})
		return err
	})
	if err != nil {
		if !begun && d != nil {
			_ = d.close() // the signal is what there is to report
		}
		return err
	}
	if !quiet {
		d.say()
		fmt.Fprintf(a.err, a.t("cpslab : pour regarder : %s (sans jeton)\n", "cpslab: to look on: %s (without a token)\n"), d.address)
	}
	err = a.attended(ctx, path, command, d.env(), signals)
	d.sayFaults()
	return errors.Join(err, d.close())
}
