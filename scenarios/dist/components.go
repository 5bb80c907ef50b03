package main

import (
	"context"
	"path/filepath"
)

// cyclonedx lists the modules of a program.
const cyclonedx = "github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0"

// components writes the list of what the program is made of (CycloneDX 1.6, JSON), without
// a serial number and a date, which would differ each time.
func (r *release) components(ctx context.Context, program, made string) error {
	r.say("components")
	return r.do(ctx, asTool, "go", "run", cyclonedx, "bin", "-json", "-noserial", "-notimestamp", "-std", "-licenses",
		"-version", "v"+r.version, "-output", filepath.Join(made, "cpslab_"+r.version+".cdx.json"), program)
}
