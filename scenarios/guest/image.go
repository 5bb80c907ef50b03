package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"debug/elf"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// packages are what the guest has of Debian, beside the kernel.
var packages = []string{"busybox-static", "pcscd", "libccid", "libpcsclite1", "opensc", "opensc-pkcs11", "pcsc-tools", "usbip", "libusb-1.0-0", "libgcc-s1"}

// kernelPackage is the one that names the kernel of the day.
const kernelPackage = "linux-image-amd64"

// modules are what the guest's kernel loads, with what they need.
var modules = []string{"e1000", "vhci-hcd"}

// programs are those of the guest, from the packages and from here.
var programs = []string{
	"/usr/sbin/pcscd", "/usr/sbin/usbip", "/usr/bin/pcsc_scan", "/usr/bin/opensc-tool", "/usr/bin/pkcs15-tool", "/usr/bin/pkcs11-tool",
	"/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so", "/usr/lib/pcsc/drivers/ifd-ccid.bundle/Contents/Linux/libccid.so",
	// pcscd ends a thread by this one, and dies without it behind its first client.
	"/lib/x86_64-linux-gnu/libgcc_s.so.1",
}

// image is a kernel and the file system that it begins with.
type image struct{ kernel, initrd string }

// build makes the image in dir, from packages that are there or are downloaded, and programs
// of our own.
func build(ctx context.Context, out io.Writer, dir string, own ...string) (image, error) {
	tree, err := unpack(ctx, out, dir)
	if err != nil {
		return image{}, err
	}
	kernels, err := filepath.Glob(filepath.Join(tree, "boot", "vmlinuz-*"))
	if err != nil || len(kernels) == 0 {
		return image{}, errors.Join(err, errors.New("no kernel in the packages"))
	}
	im := image{kernel: kernels[len(kernels)-1], initrd: filepath.Join(dir, "initrd.gz")}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	if err != nil {
		return image{}, err
	}
	a := &archive{w: z, made: map[string]bool{}}
	if err := fill(ctx, a, tree, strings.TrimPrefix(filepath.Base(im.kernel), "vmlinuz-"), own); err != nil {
		return image{}, err
	}
	if err := errors.Join(a.end(), z.Close()); err != nil {
		return image{}, err
	}
	return im, os.WriteFile(im.initrd, b.Bytes(), 0o644)
}

// unpack downloads what is missing and unpacks it, once for each set of packages.
func unpack(ctx context.Context, told io.Writer, dir string) (tree string, err error) {
	debs := filepath.Join(dir, "deb")
	if err := os.MkdirAll(debs, 0o755); err != nil {
		return "", err
	}
	want := packages
	out, err := exec.CommandContext(ctx, "apt-cache", "depends", kernelPackage).Output()
	if err != nil {
		return "", fmt.Errorf("apt-cache: %w", err)
	}
	for line := range strings.Lines(string(out)) {
		if _, kernel, ok := strings.Cut(strings.TrimSpace(line), "Depends: linux-image"); ok {
			want = append(slices.Clone(want), "linux-image"+kernel)
			break
		}
	}
	var missing []string
	for _, p := range want {
		if found, _ := filepath.Glob(filepath.Join(debs, p+"_*.deb")); len(found) == 0 {
			missing = append(missing, p)
		}
	}
	if len(missing) > 0 {
		fmt.Fprintln(told, "downloading", strings.Join(missing, " "))
		cmd := exec.CommandContext(ctx, "apt-get", append([]string{"-q", "download"}, missing...)...)
		cmd.Dir = debs
		if out, err := cmd.CombinedOutput(); err != nil {
			return "", fmt.Errorf("apt-get download: %w\n%s", err, out)
		}
	}
	tree = filepath.Join(dir, "tree")
	if len(missing) == 0 {
		if _, err := os.Stat(filepath.Join(tree, "boot")); err == nil {
			return tree, nil
		}
	}
	files, err := filepath.Glob(filepath.Join(debs, "*.deb"))
	if err != nil {
		return "", err
	}
	for _, f := range files {
		if out, err := exec.CommandContext(ctx, "dpkg", "-x", f, tree).CombinedOutput(); err != nil {
			return "", fmt.Errorf("dpkg -x %s: %w\n%s", filepath.Base(f), err, out)
		}
	}
	return tree, nil
}

// fill puts everything into the archive.
func fill(ctx context.Context, a *archive, tree, version string, own []string) error {
	for _, d := range []string{"proc", "sys", "dev", "tmp", "run/pcscd", "var/run/vhci_hcd", "etc", "root"} {
		a.dir(d)
	}
	a.device("dev/console", 5, 1)
	a.file("init", 0o755, []byte(initScript))
	a.file("etc/passwd", 0o644, []byte("root::0:0:root:/root:/bin/sh\n"))
	busybox, err := os.ReadFile(filepath.Join(tree, "bin/busybox"))
	if err != nil {
		return err
	}
	a.file("bin/busybox", 0o755, busybox)
	a.link("bin/sh", "busybox")
	order, err := moduleOrder(tree, version)
	if err != nil {
		return err
	}
	var names []string
	for _, m := range order {
		content, err := os.ReadFile(m)
		if err != nil {
			return err
		}
		names = append(names, filepath.Base(m))
		a.file("modules/"+filepath.Base(m), 0o644, content)
	}
	a.file("modules/order", 0o644, []byte(strings.Join(names, "\n")+"\n"))
	for _, folder := range []string{"usr/lib/pcsc", "etc"} {
		if err := a.folder(tree, folder); err != nil {
			return err
		}
	}
	from := slices.Clone(own)
	for _, p := range own {
		if err := a.copy(p, "usr/bin/"+filepath.Base(p)); err != nil {
			return err
		}
	}
	for _, p := range programs {
		src := find(tree, p)
		if src == "" {
			return fmt.Errorf("%s: in no package and not here", p)
		}
		from = append(from, src)
		if err := a.copy(src, strings.TrimPrefix(p, "/")); err != nil {
			return err
		}
	}
	return a.libraries(ctx, tree, from)
}

// find is a file of the packages, else of this machine.
func find(tree, path string) string {
	for _, p := range []string{filepath.Join(tree, path), path} {
		if real, err := filepath.EvalSymlinks(p); err == nil {
			return real
		}
	}
	return ""
}

// libraries adds what programs are linked with.
func (a *archive) libraries(ctx context.Context, tree string, of []string) error {
	path := filepath.Join(tree, "usr/lib/x86_64-linux-gnu") + ":" + filepath.Join(tree, "lib/x86_64-linux-gnu")
	for _, f := range of {
		cmd := exec.CommandContext(ctx, "ldd", f)
		cmd.Env = append(os.Environ(), "LD_LIBRARY_PATH="+path)
		out, err := cmd.Output()
		if err != nil {
			continue // a static one
		}
		for line := range strings.Lines(string(out)) {
			fields := strings.Fields(line)
			i := slices.IndexFunc(fields, func(s string) bool { return strings.HasPrefix(s, "/") })
			if strings.Contains(line, "not found") {
				return fmt.Errorf("%s: %s", f, strings.TrimSpace(line))
			}
			if i < 0 {
				continue
			}
			name := filepath.Base(fields[i])
			to := "lib/x86_64-linux-gnu/" + name
			if strings.HasPrefix(name, "ld-linux") {
				to = "lib64/" + name
			}
			real, err := filepath.EvalSymlinks(fields[i])
			if err != nil {
				return err
			}
			if err := a.copy(real, to); err != nil {
				return err
			}
		}
	}
	return nil
}

// moduleOrder lists modules, each behind what it needs, as its own section says.
func moduleOrder(tree, version string) (order []string, err error) {
	where := map[string]string{}
	root := filepath.Join(tree, "lib/modules", version)
	err = filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if name, ok := strings.CutSuffix(filepath.Base(p), ".ko"); err == nil && ok && !d.IsDir() {
			where[strings.ReplaceAll(name, "-", "_")] = p
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	var add func(name string) error
	add = func(name string) error {
		name = strings.ReplaceAll(name, "-", "_")
		if name == "" || seen[name] {
			return nil
		}
		seen[name] = true
		p, ok := where[name]
		if !ok {
			return fmt.Errorf("no module %s", name)
		}
		f, err := elf.Open(p)
		if err != nil {
			return err
		}
		defer f.Close()
		section := f.Section(".modinfo")
		if section == nil {
			return fmt.Errorf("%s: no .modinfo", p)
		}
		info, err := section.Data()
		if err != nil {
			return err
		}
		for _, line := range strings.Split(string(info), "\x00") {
			if needs, ok := strings.CutPrefix(line, "depends="); ok {
				for _, n := range strings.Split(needs, ",") {
					if err := add(n); err != nil {
						return err
					}
				}
			}
		}
		order = append(order, p)
		return nil
	}
	for _, m := range modules {
		if err := add(m); err != nil {
			return nil, err
		}
	}
	return order, nil
}

// archive is a file system as the kernel unpacks it: cpio, “newc” (Linux,
// Documentation/driver-api/early-userspace/buffer-format.rst).
type archive struct {
	w    io.Writer
	made map[string]bool
	n    int
	err  error
}

func (a *archive) entry(name string, mode, major, minor int, content []byte) {
	if a.err != nil || a.made[name] {
		return
	}
	a.made[name] = true
	if d := filepath.Dir(name); d != "." && !a.made[d] {
		a.dir(d)
	}
	a.n++
	head := fmt.Sprintf("070701%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X", a.n, mode, 0, 0, 1, 0, len(content), 0, 0, major, minor, len(name)+1, 0)
	b := append([]byte(head), name...)
	b = append(b, 0)
	b = append(b, make([]byte, -len(b)&3)...)
	b = append(b, content...)
	b = append(b, make([]byte, -len(content)&3)...)
	_, a.err = a.w.Write(b)
}

func (a *archive) dir(name string) {
	if d := filepath.Dir(name); d != "." {
		a.dir(d)
	}
	a.entry(name, 0o040755, 0, 0, nil)
}

func (a *archive) file(name string, mode int, content []byte) {
	a.entry(name, 0o100000|mode, 0, 0, content)
}

func (a *archive) link(name, to string) { a.entry(name, 0o120777, 0, 0, []byte(to)) }

func (a *archive) device(name string, major, minor int) { a.entry(name, 0o020600, major, minor, nil) }

// copy puts a file into the archive; an error is kept.
func (a *archive) copy(from, to string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	a.dir(filepath.Dir(to))
	a.file(to, 0o755, content)
	return nil
}

// folder puts a folder of the packages into the archive, links as files.
func (a *archive) folder(tree, name string) error {
	return filepath.WalkDir(filepath.Join(tree, name), func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		to, err := filepath.Rel(tree, p)
		if err != nil {
			return err
		}
		if d.Type()&fs.ModeSymlink != 0 {
			target, err := os.Readlink(p)
			if err != nil {
				return err
			}
			a.dir(filepath.Dir(to))
			a.link(to, target)
			return nil
		}
		return a.copy(p, to)
	})
}

func (a *archive) end() error {
	a.entry("TRAILER!!!", 0, 0, 0, nil)
	return a.err
}

// initScript begins the guest: drivers, network, the card service, then a shell on the
// second serial port, which this program speaks to.
const initScript = `#!/bin/busybox sh
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
for m in $(cat /modules/order); do insmod /modules/$m || echo "insmod $m failed"; done
ip link set lo up
ip link set eth0 up
ip addr add 10.0.2.15/24 dev eth0
exec 3<>/dev/ttyS1 # kept open: a port that is closed forgets what comes, and its settings
stty raw -echo 115200 <&3
echo ready >&3
while IFS= read -r line; do printf '%s\n' "$line"; done <&3 | sh >&3 2>&1 # a shell behind a pipe does not echo; cat would wait for more
`
