package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"

	"github.com/cpslab/cps/harness/explore"
)

// notes are the cases of an exploration as they end, a line each, so that one that was
// broken off can go on.
type notes struct {
	file  *os.File
	noted map[explore.Case]bool
	err   error
}

// head is the first line: what is explored.
type head struct {
	Explore int      `json:"explore"`
	Command []string `json:"command"`
	Card    string   `json:"card"`
}

// mostNotes bounds a file of notes.
const mostNotes = 256 << 20

// resumed opens the notes, and hands over what they hold.
func (a *app) resumed(f exploreFlags, o *explore.Config) (*notes, error) {
	if f.resume == "" {
		return &notes{}, nil
	}
	want, err := json.Marshal(head{explore.Schema, explore.Shown(o.Command), o.Name})
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(f.resume, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, a.notWritable(f.resume, err)
	}
	n := &notes{file: file, noted: map[explore.Case]bool{}}
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() || info.Size() > mostNotes {
		_ = file.Close() // nothing was written
		return nil, usage(a.t("--resume %s : pas un fichier de cas", "--resume %s: no file of cases"), a.t("nommez un fichier nouveau", "name a new file"), f.resume)
	}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	whole := int64(0)
	for first := true; lines.Scan(); first = false {
		line := lines.Bytes()
		if first && string(line) != string(want) {
			_ = file.Close() // nothing was written
			return nil, usage(a.t("--resume %s : les cas d'une autre exploration", "--resume %s: the cases of another exploration"), a.t("nommez un fichier nouveau", "name a new file"), f.resume)
		}
		var c explore.Outcome
		if !first {
			if json.Unmarshal(line, &c) != nil {
				break // cut off in the middle of a line
			}
			o.Done, n.noted[c.Case] = append(o.Done, c), true
		}
		whole += int64(len(line)) + 1
	}
	if err := file.Truncate(whole); err == nil {
		_, err = file.Seek(whole, 0)
		n.err = err
	}
	if whole == 0 {
		n.write(want)
	}
	return n, n.err
}

func (n *notes) write(line []byte) {
	if n.err == nil {
		_, n.err = n.file.Write(append(line, '\n'))
	}
}

func (n *notes) add(c explore.Outcome) {
	if n.file == nil || n.noted[c.Case] {
		return
	}
	line, err := json.Marshal(c)
	if n.err = errors.Join(n.err, err); err == nil {
		n.write(line)
	}
}

func (n *notes) close() error {
	if n.file == nil {
		return nil
	}
	return errors.Join(n.err, n.file.Close())
}
