package main

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cpslab/cps/harness/control"
	"github.com/cpslab/cps/simulator"
)

// completer lists what may come behind args, as the station says.
type completer func(ctx context.Context, client *control.Client, args []string) ([]string, error)

// completes completes from the station that runs, and from nothing where none does.
func (c *ctl) completes(list completer) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		const files = cobra.ShellCompDirectiveNoFileComp
		if list == nil {
			return nil, files
		}
		client, err := c.client()
		if err != nil {
			return nil, files
		}
		defer client.Close()
		ctx, cancel := context.WithTimeout(cmd.Context(), maxReaderCompletion)
		defer cancel()
		found, err := list(ctx, client, args)
		if err != nil {
			return nil, files
		}
		return found, files
	}
}

// thenFaults completes the reader by what is given, and behind it faults that the station
// plays.
func (c *ctl) thenFaults(reader cobra.CompletionFunc) cobra.CompletionFunc {
	kinds := c.completes(func(ctx context.Context, client *control.Client, _ []string) ([]string, error) {
		var played struct {
			Faults []control.Kind `json:"faults"`
		}
		err := client.Do(ctx, "GET", "/v1/faults", nil, &played)
		var list []string
		for _, k := range played.Faults {
			list = append(list, k.Name)
		}
		return list, err
	})
	return func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		if len(args) == 0 {
			return reader(cmd, args, typed)
		}
		list, how := completeFault(cmd, args[1:], typed)
		if !strings.ContainsAny(typed, "@=") {
			list, _ = kinds(cmd, args[1:], typed)
		}
		return list, how
	}
}

// manyReaders are the readers that are not there yet, by their numbers.
func manyReaders(ctx context.Context, client *control.Client, args []string) ([]string, error) {
	bench, err := client.Bench(ctx)
	var list []string
	for _, r := range bench.Readers {
		if number := strconv.Itoa(r.Number); !slices.Contains(args, number) && !slices.Contains(args, r.Name) {
			list = append(list, number+"\t"+strings.TrimSpace(r.Name+" "+r.Card))
		}
	}
	return list, err
}

func readerAlone(ctx context.Context, client *control.Client, args []string) ([]string, error) {
	if len(args) > 0 {
		return nil, nil
	}
	return manyReaders(ctx, client, nil)
}

func cardAlone(ctx context.Context, client *control.Client, args []string) ([]string, error) {
	if len(args) > 0 {
		return nil, nil
	}
	bench, err := client.Bench(ctx)
	var list []string
	for _, one := range bench.Cards {
		list = append(list, one.Name)
	}
	return list, err
}

// readerThenCard are the readers, then the cards of the station and of the gallery.
func readerThenCard(ctx context.Context, client *control.Client, args []string) ([]string, error) {
	if len(args) == 0 {
		return manyReaders(ctx, client, nil)
	}
	list, err := cardAlone(ctx, client, args[1:])
	if len(args) > 1 || err != nil {
		return nil, err
	}
	for _, name := range simulator.PresetNames() {
		if !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list, nil
}

func snapshotAlone(ctx context.Context, client *control.Client, args []string) ([]string, error) {
	if len(args) > 0 {
		return nil, nil
	}
	var kept struct {
		Snapshots []control.Snapshot `json:"snapshots"`
	}
	err := client.Do(ctx, "GET", "/v1/snapshots", nil, &kept)
	var list []string
	for _, one := range kept.Snapshots {
		list = append(list, one.Name)
	}
	return list, err
}
