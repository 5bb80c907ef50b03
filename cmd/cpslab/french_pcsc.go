package main

import "github.com/cpslab/cps/harness/vpcd"

// frenchCardStates say what becomes of a card that is served to vpcd.
var frenchCardStates = map[vpcd.State]string{
	vpcd.Removed: "carte retirée", vpcd.Waiting: "en attente du lecteur vpcd", vpcd.Connected: "lecteur trouvé", vpcd.Presented: "carte vue par le lecteur",
}
