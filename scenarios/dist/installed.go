package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
)

// installedIn are the packages that a new root begins with: what the .deb depends on, a
// service and readers, man, and what installs an .rpm.
const installedIn = "libpcsclite1,pcscd,vsmartcard-vpcd,man-db,rpm"

// try is a command that is run in the new root, and what it says.
type try struct{ command, says string }

// tries are what a user who has never seen the program does with it, once it is installed.
var tries = []try{
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
}

// gone tells whether a package left nothing behind but its group, and takes that away.
const gone = " && ! command -v cpslab && test ! -e /usr/lib/cpslab && test ! -e /usr/share/doc/cpslab/README.md && groupdel cpslab && echo gone"

// kinds are the packages that are tried: how each is installed and removed. Debian's rpm
// installs nothing unless it is forced to, and does not know what this root has: what the
// .rpm depends on is looked at by its name alone, on Fedora and Red Hat.
var kinds = []struct {
	pattern         string // of the package in dist, %s for the machine
	machine         string
	install, remove []try
}{
	{
		"cpslab_*_%s.deb", runtime.GOARCH,
		[]try{{"dpkg -i /package && echo installed", "installed"}},
		[]try{{"dpkg --purge cpslab" + gone, "gone"}},
	},
	{
		"cpslab-*.%s.rpm", rpmMachine[runtime.GOARCH],
		[]try{
			{"rpm -K /package", "digests OK"},
			{"rpm -qp --requires /package | sed 's/ .*//' | LC_ALL=C sort -u | tr '\\n' ' '", "glibc pcsc-lite-libs shadow-utils "},
			{"rpm -i --nodeps --force-debian /package && echo installed", "installed"},
			{"rpm -V --nodeps cpslab && echo whole", "whole"},
			{"rpm -ql cpslab | grep -x /usr/share/polkit-1/rules.d || echo of others", "of others"},
			{"test -s /usr/share/licenses/cpslab/LICENSE && echo there", "there"},
		},
		[]try{{"rpm -e --nodeps --force-debian cpslab" + gone, "gone"}},
	},
}

// checkInstalled installs the packages for this machine in a new root of this Debian, one
// after the other, uses them there, and removes them.
func (r *release) checkInstalled(ctx context.Context, made string) error {
	if os.Getuid() != 0 {
		r.missing = append(r.missing, "the packages in a new root: only root can make one")
		return nil
	}
	if !r.has("debootstrap", "the packages in a new root") {
		return nil
	}
	root, err := os.MkdirTemp("", "cpslab-root-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(root) }()
	if err := r.newRoot(ctx, root); err != nil {
		return err
	}
	for _, k := range kinds {
		pattern := fmt.Sprintf(k.pattern, k.machine)
		found, err := filepath.Glob(filepath.Join(made, pattern))
		if err != nil || len(found) != 1 {
			return fmt.Errorf("%w: %d packages %s", errWrong, len(found), pattern)
		}
		if err := copyFile(found[0], filepath.Join(root, "package")); err != nil {
			return err
		}
		r.say("   %s", filepath.Base(found[0]))
		for _, t := range slices.Concat(k.install, tries, k.remove) {
			if err := t.in(ctx, root); err != nil {
				return err
			}
			r.say("   %s", t.command)
		}
	}
	return nil
}

// newRoot makes a root of the Debian of this machine in a folder.
func (r *release) newRoot(ctx context.Context, root string) error {
	suite, err := output(ctx, "sh", "-c", `. /etc/os-release && printf %s "$VERSION_CODENAME"`)
	if err != nil || suite == "" {
		return fmt.Errorf("the release of this system: /etc/os-release names none")
	}
	if err := os.Chmod(root, 0o755); err != nil { //nolint:gosec // it is the root folder of a system, which every user of it enters
		return err
	}
	r.say("   a new root of %s (some minutes)", suite)
	return r.do(ctx, nil, "debootstrap", "--variant=minbase", "--include="+installedIn, suite, root)
}

// in runs the command below root, in name spaces of its own: what it mounts or leaves
// running ends with it.
func (t try) in(ctx context.Context, root string) error {
	cmd := exec.CommandContext(ctx, "unshare", "--mount", "--pid", "--fork", "--kill-child",
		"chroot", root, "/bin/sh", "-c", "mount -t proc proc /proc && cd /tmp && "+t.command)
	cmd.Env = []string{"PATH=/usr/bin:/usr/sbin:/bin:/sbin", "HOME=/tmp", "LC_ALL=C.UTF-8", "MANPAGER=cat", "DEBIAN_FRONTEND=noninteractive"}
	said, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %s: %w\n%s", errWrong, t.command, err, said)
	}
	if !bytes.Contains(said, []byte(t.says)) {
		return fmt.Errorf("%w: %s does not say %q:\n%s", errWrong, t.command, t.says, said)
	}
	return nil
}
