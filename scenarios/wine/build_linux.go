package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// build makes the two programs and the tests of the rooms, in the folders of the other
// system, and copies the tree there, which tests read.
func (c *config) build(ctx context.Context) error {
	for _, dir := range []string{benchDir, windowsDir, testsDir, sourceDir} {
		path := filepath.Join(c.root, dir)
		if err := os.RemoveAll(path); err != nil {
			return err
		}
		if err := os.MkdirAll(path, 0o755); err != nil {
			return err
		}
	}
	for _, dir := range []string{benchDir, windowsDir} {
		if err := os.Chown(filepath.Join(c.root, dir), userID, userID); err != nil {
			return err
		}
	}
	fmt.Fprintln(c.stdout, "building the program for this system and for Windows")
	if _, err := c.goTool(ctx, nil, "build", "-tags", "pcsc", "-o", filepath.Join(c.root, benchDir, "cpslab"), "./cmd/cpslab"); err != nil {
		return err
	}
	if _, err := c.goTool(ctx, forWindows, "build", "-o", filepath.Join(c.root, windowsDir, "cpslab.exe"), "./cmd/cpslab"); err != nil {
		return err
	}
	if err := c.copyTree(ctx); err != nil {
		return err
	}
	if !c.match.MatchString(testsOfRooms) {
		return c.writeRooms(nil)
	}
	return c.buildTests(ctx)
}

// forWindows is the environment of a build for Windows: nothing there needs C.
var forWindows = []string{"GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0"}

func (c *config) goTool(ctx context.Context, env []string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, lastLines(string(out), 10))
	}
	return out, nil
}

// buildTests builds the tests of the rooms, one after the other.
func (c *config) buildTests(ctx context.Context) error {
	list, err := c.goTool(ctx, forWindows, append([]string{"list", "-f", "{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}"}, c.rooms...)...)
	if err != nil {
		return err
	}
	module, err := c.goTool(ctx, nil, "list", "-m")
	if err != nil {
		return err
	}
	var rooms []room
	for _, pkg := range strings.Fields(string(list)) {
		name := strings.TrimPrefix(pkg, strings.TrimSpace(string(module))+"/")
		r := room{Name: name, File: strings.ReplaceAll(name, "/", "_") + ".test.exe"}
		fmt.Fprintln(c.stdout, "building the tests of", name)
		if _, err := c.goTool(ctx, forWindows, "test", "-c", "-o", filepath.Join(c.root, testsDir, r.File), pkg); err != nil {
			return err
		}
		rooms = append(rooms, r)
	}
	return c.writeRooms(rooms)
}

func (c *config) writeRooms(rooms []room) error {
	b, err := json.Marshal(rooms)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(c.root, testsDir, roomsFile), b, 0o644)
}

// copyTree copies the files of the repository, those that git does not know yet too.
func (c *config) copyTree(ctx context.Context) error {
	out, err := exec.CommandContext(ctx, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").Output()
	if err != nil {
		return fmt.Errorf("git ls-files: %w", err)
	}
	for _, name := range strings.Split(strings.TrimRight(string(out), "\x00"), "\x00") {
		if info, err := os.Lstat(name); err != nil || !info.Mode().IsRegular() {
			continue // taken away, or a link
		}
		if err := copyFile(filepath.Join(c.root, sourceDir, name), name); err != nil {
			return err
		}
	}
	return nil
}

func copyFile(to, from string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		_ = out.Close() // the other error is the one to report
		return err
	}
	return out.Close()
}
