//go:build !nosuite

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/control"
	"github.com/cpslab/cps/harness/farm"
	"github.com/cpslab/cps/harness/farm/jetstream"
)

// farmHub holds a hub until it is interrupted.
func (a *app) farmHub(ctx context.Context, f hubFlags) error {
	cfg := jetstream.HubConfig{Listen: f.listen, Folder: f.state}
	var err error
	if f.keys != "" {
		if cfg.Keys, err = jetstream.LoadKeys(f.keys); err != nil {
			return err
		}
	} else if cfg.Token, err = hubToken(f.state); err != nil {
		return usage("--state %s%s%s", "", f.state, a.t(" : ", ": "), a.system(err))
	}
	if f.patience < jetstream.LeastPatience || f.patience > jetstream.MostPatience {
		return usage(a.t("--patience %s : de %s à %s", "--patience %s: from %s to %s"), "", f.patience, jetstream.LeastPatience, jetstream.MostPatience)
	}
	hub, err := jetstream.StartHub(cfg)
	if err != nil {
		return err
	}
	defer hub.Close()
	q, err := jetstream.Connect(ctx, jetstream.Config{Address: hub.Local(), Token: cfg.Token, Keys: cfg.Keys, Name: "hub", Patience: f.patience})
	if err != nil {
		return err
	}
	defer func() { _ = q.Close() }()
	if kept := q.Patience(); f.patienceSet && kept != f.patience {
		fmt.Fprintf(a.err, a.t("cpslab : cette ferme a été faite avec --patience %s, qui reste\n", "cpslab: this farm was made with --patience %s, which stays\n"), kept)
	}
	stop, err := a.farmConsole(ctx, f.console, q)
	if err != nil {
		return err
	}
	defer stop()
	env := []string{envFarm + "=" + hub.Address()}
	if cfg.Token != "" {
		env = append(env, envFarmToken+"="+cfg.Token)
	}
	file := cmp.Or(f.envFile, filepath.Join(f.state, "env"))
	_ = os.Remove(file + ".next") // of a hub that was killed while it wrote
	if err := writeEnv(file, env); err != nil {
		return usage("--env %s%s%s", "", file, a.t(" : ", ": "), a.system(err))
	}
	defer func() { _ = os.Remove(file) }() // it names what is no more
	fmt.Fprintf(a.err, a.t("cpslab : hub à %s ; Ctrl-C pour finir\n", "cpslab: hub at %s; Ctrl-C ends\n"), hub.Address())
	if _, err := fmt.Fprintf(a.out, ". %s\n", text.ShellWord(file)); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return nil
	case err := <-hub.Failed():
		return err
	}
}

// farmConsole shows the farm in a browser, where an address is given.
func (a *app) farmConsole(ctx context.Context, at string, q farm.Queue) (stop func(), err error) {
	if at == "" {
		return func() {}, nil
	}
	l, err := control.Listen(ctx, at)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	var serving sync.WaitGroup
	server := control.NewFarm(a.lang, func(ctx context.Context) (any, error) { return farm.Look(ctx, q) })
	serving.Go(func() {
		if err := server.Serve(ctx, l); err != nil {
			message, _ := text.Say(err, a.lang)
			fmt.Fprintln(a.err, a.t("cpslab : console : ", "cpslab: console: ")+message)
		}
	})
	fmt.Fprintf(a.err, a.t("cpslab : la ferme se voit à %s\n", "cpslab: the farm is seen at %s\n"), control.Address(l))
	return func() {
		cancel()
		serving.Wait()
	}, nil
}

// hubToken is the token of a hub: the same each time, so that stations come back after it was
// started again.
func hubToken(folder string) (string, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	path := filepath.Join(folder, "token")
	content, err := os.ReadFile(path)
	if token := strings.TrimSpace(string(content)); err == nil && token != "" {
		return token, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	token := control.NewToken()
	return token, os.WriteFile(path, []byte(token+"\n"), 0o600)
}

// farmQueue is the queue that flags or environment name, nil where they name none.
func (a *app) farmQueue(ctx context.Context, f farmFlags, name string) (farm.Queue, error) {
	address := cmp.Or(f.hub, a.getenv(envFarm))
	if address == "" {
		return nil, nil
	}
	cfg := jetstream.Config{
		Address: address, Token: a.getenv(envFarmToken), Name: name,
		Lost: func() { fmt.Fprintln(a.err, a.t("cpslab : le hub n'est plus là", "cpslab: the hub is gone")) },
		Back: func() { fmt.Fprintln(a.err, a.t("cpslab : le hub est de retour", "cpslab: the hub is back")) },
	}
	if keys := cmp.Or(f.keys, a.getenv(envFarmKeys)); keys != "" {
		var err error
		if cfg.Keys, err = jetstream.LoadKeys(keys); err != nil {
			return nil, err
		}
	}
	return jetstream.Connect(ctx, cfg)
}

// needQueue is farmQueue where there has to be one.
func (a *app) needQueue(ctx context.Context, f farmFlags, name string) (farm.Queue, error) {
	q, err := a.farmQueue(ctx, f, name)
	if q == nil && err == nil {
		err = usage("%s", a.t("--hub ADRESSE, ou « . FICHIER » avec celui que « cpslab farm hub » a écrit", "--hub ADDRESS, or “. FILE” with the one that “cpslab farm hub” wrote"), a.t("quel hub ?", "which hub?"))
	}
	return q, err
}

// farmKeys makes keys.
func (a *app) farmKeys(folder string, hosts, stations []string) error {
	if err := jetstream.MakeKeys(folder, hosts, stations); text.IsBadInput(err) {
		return err
	} else if err != nil {
		return usage("%s%s%s", "", folder, a.t(" : ", ": "), a.system(err))
	}
	_, err := fmt.Fprintf(a.out, a.t("clés dans %s : hub, run%s\n", "keys in %s: hub, run%s\n"), folder, strings.Join(append([]string{""}, stations...), ", "))
	return err
}
