package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// installedIn are the packages that a new root begins with: what the .deb depends on, a
// service and readers, and man.
const installedIn = "libpcsclite1,pcscd,vsmartcard-vpcd,man-db"

// tried are the commands that are run in the new root, as a user who has never seen the
// program, and what each says.
var tried = []struct{ command, says string }{
	{"cpslab version", "PC/SC       yes"},
	{"cpslab demo --lang en", "as expected"},
	{"cpslab diagnose sim:cps3-expired --lang fr; test $? = 1", "BLOQUÉ"},
	{"man cpslab", "SYNOPSIS"},
	{"man -L fr cpslab-diagnose", "DESCRIPTION"},
	{"cpslab with --card cps3-healthy --lang en -- cpslab diagnose pcsc: --lang en", "OK: nothing wrong was found."},
	{"cpslab run sim:cps3-healthy --lang en", "0 failed, 0 not run"},
	{"getent group cpslab", "cpslab:"},
	{"test -s /usr/lib/systemd/user/cpslab-station.service && test -s /usr/share/bash-completion/completions/cpslab && echo there", "there"},
	{"ls /usr/share/doc/cpslab/licences/go@*/LICENSE", "LICENSE"},
	{"dpkg --remove cpslab && ! command -v cpslab && test ! -e /usr/lib/cpslab && echo gone", "gone"},
}

// checkInstalled installs the .deb in a new root of this Debian, and uses it there.
func (r *release) checkInstalled(ctx context.Context, made string) error {
	if os.Getuid() != 0 {
		r.missing = append(r.missing, "the .deb in a new root: only root can make one")
		return nil
	}
	if !r.has("debootstrap", "the .deb in a new root") {
		return nil
	}
	debs, err := filepath.Glob(filepath.Join(made, "cpslab_*_"+runtime.GOARCH+".deb"))
	if err != nil || len(debs) != 1 {
		return fmt.Errorf("%w: %d packages for this machine", errWrong, len(debs))
	}
	suite, err := output(ctx, "sh", "-c", `. /etc/os-release && printf %s "$VERSION_CODENAME"`)
	if err != nil || suite == "" {
		return fmt.Errorf("the release of this system: /etc/os-release names none")
	}
	root, err := os.MkdirTemp("", "cpslab-root-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(root) }()
	if err := os.Chmod(root, 0o755); err != nil { //nolint:gosec // it is the root folder of a system, which every user of it enters
		return err
	}
	r.say("   a new root of %s (some minutes)", suite)
	if err := r.do(ctx, nil, "debootstrap", "--variant=minbase", "--include="+installedIn, suite, root); err != nil {
		return err
	}
	if err := copyFile(debs[0], filepath.Join(root, "cpslab.deb")); err != nil {
		return err
	}
	// In name spaces of their own: what the commands mount or leave running ends with them.
	inside := func(command string) ([]byte, error) {
		cmd := exec.CommandContext(ctx, "unshare", "--mount", "--pid", "--fork", "--kill-child",
			"chroot", root, "/bin/sh", "-c", "mount -t proc proc /proc && cd /tmp && "+command)
		cmd.Env = []string{"PATH=/usr/bin:/usr/sbin:/bin:/sbin", "HOME=/tmp", "LC_ALL=C.UTF-8", "MANPAGER=cat", "DEBIAN_FRONTEND=noninteractive"}
		return cmd.CombinedOutput()
	}
	if said, err := inside("dpkg -i /cpslab.deb"); err != nil {
		return fmt.Errorf("%w: dpkg -i: %w\n%s", errWrong, err, said)
	}
	for _, t := range tried {
		said, err := inside(t.command)
		if err != nil {
			return fmt.Errorf("%w: %s: %w\n%s", errWrong, t.command, err, said)
		}
		if !bytes.Contains(said, []byte(t.says)) {
			return fmt.Errorf("%w: %s does not say %q:\n%s", errWrong, t.command, t.says, said)
		}
		r.say("   %s", t.command)
	}
	return nil
}
