package main

import (
	"errors"
	"fmt"

	"github.com/cpslab/cps/harness/readers"
)

// unmeasured says why the measure through PC/SC was left out.
func (a *app) unmeasured(err error) string {
	if words, _ := a.words(err); words != "" {
		return words
	}
	if errors.Is(err, errOtherService) {
		return a.t("un autre service PC/SC est déjà choisi par "+readers.EnvSocket, err.Error())
	}
	return err.Error()
}

// frenchMeasure names a row of bench.
func frenchMeasure(name string) string {
	var n int
	if got, _ := fmt.Sscanf(name, "READ BINARY, %d bytes", &n); got == 1 {
		return fmt.Sprintf("READ BINARY, %d octets", n)
	}
	if fr, ok := frenchMeasures[name]; ok {
		return fr
	}
	return name
}

var frenchMeasures = map[string]string{
	"full read":                    "lecture complète",
	"rules":                        "règles",
	"pcscd + vpcd, simulated card": "pcscd + vpcd, carte simulée",
	"pcscd + vpcd, bare responder": "pcscd + vpcd, répondeur nu",
}
