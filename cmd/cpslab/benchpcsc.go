package main

import (
	"context"
	"os"
	"time"

	"github.com/cpslab/cps/harness/card"
	"github.com/cpslab/cps/harness/card/text"
	"github.com/cpslab/cps/harness/pcsc"
	"github.com/cpslab/cps/harness/readers"
	"github.com/cpslab/cps/harness/stack"
	"github.com/cpslab/cps/harness/vpcd"
	"github.com/cpslab/cps/simulator"
)

// readBinaryLength is what the official module asks of a CPS3 at a time
// (CryptolibCPS, as seen in its exchanges: Le = E7).
const readBinaryLength = 231

// readBinary selects the directory of data objects, the longest file that every
// face lets read, and returns what reads it once, with the number of bytes that
// come.
func readBinary(ctx context.Context, ch card.Channel) (once func() error, length int, err error) {
	buf := make([]byte, 0, 512)
	cla, sel := byte(0x00), []byte{0x00, 0xA4, 0x09, 0x04, 0x06, 0x3F, 0x00, 0x00, 0x01, 0x70, 0x06}
	switch card.FaceOf(ch.ATR()) {
	case card.FaceCPS4:
		cla, sel = 0x01, []byte{0x01, 0xA4, 0x08, 0x00, 0x04, 0x00, 0x01, 0x70, 0x06, 0x00}
		if _, err := ch.Transmit(ctx, buf, append([]byte{0x01, 0xA4, 0x04, 0x0C, 0x08}, card.AIDIAS...)); err != nil {
			return nil, 0, err
		}
	case card.FaceCPS3Contactless:
		sel = []byte{0x00, 0xA4, 0x09, 0x04, 0x06, 0x3F, 0x00, 0x00, 0x02, 0x70, 0x06, 0x00}
	case card.FaceCPS3, card.FaceUnknown: // asked as a CPS3
	}
	if _, err := ch.Transmit(ctx, buf, sel); err != nil {
		return nil, 0, err
	}
	cmd := []byte{cla, 0xB0, 0x00, 0x00, readBinaryLength}
	resp, err := ch.Transmit(ctx, buf, cmd)
	if err != nil {
		return nil, 0, err
	}
	return func() error {
		_, err := ch.Transmit(ctx, buf, cmd)
		return err
	}, len(resp) - 2, nil
}

// errOtherService: the private service of the measure would stand beside another.
var errOtherService = text.NewError(text.Of("un autre service PC/SC est déjà choisi par %s", "another PC/SC service was already chosen with %s", readers.EnvSocket), text.Text{})

// benchThroughPCSC serves the card and a bare responder into two readers of
// one private stack and compares their rates for the same command.
func benchThroughPCSC(ctx context.Context, profile string, duration time.Duration, shown *benchProgress) ([]measure, float64, error) {
	if !pcsc.Available {
		return nil, 0, pcsc.ErrNotBuilt
	}
	if os.Getenv(readers.EnvSocket) != "" {
		return nil, 0, errOtherService
	}
	p, err := simulator.LoadProfile(profile)
	if err != nil {
		return nil, 0, err
	}
	personalisation, err := p.Personalise(time.Now())
	if err != nil {
		return nil, 0, err
	}
	chip, err := simulator.New(personalisation)
	if err != nil {
		return nil, 0, err
	}
	shown.next(text.Same("pcscd + vpcd"))
	echo := &vpcd.Echo{Answer: chip.ATR(), Response: append(make([]byte, readBinaryLength), 0x90, 0x00)}
	st, err := stack.Start(ctx, stack.Config{Inside: inside(), Cards: []stack.Card{{Name: profile, Channel: chip}, {Name: "echo", Channel: echo}}})
	if err != nil {
		return nil, 0, err
	}
	defer st.Close()
	if err := os.Setenv(readers.EnvSocket, st.Socket()); err != nil {
		return nil, 0, err
	}
	return benchSideBySide(ctx, st.Readers(), duration, shown)
}

// rounds is how often the two readers take turns, so that what else the machine
// does weighs on both.
const rounds = 20

func benchSideBySide(ctx context.Context, virtual []stack.Reader, duration time.Duration, shown *benchProgress) ([]measure, float64, error) {
	service := pcsc.New()
	meters := []*meter{newMeter(text.Of("pcscd + vpcd, carte simulée", "pcscd + vpcd, simulated card")), newMeter(text.Of("pcscd + vpcd, répondeur nu", "pcscd + vpcd, bare responder"))}
	once := make([]func() error, len(meters))
	for i := range meters {
		ch, err := service.Open(ctx, virtual[i].Name, pcsc.Options{})
		if err != nil {
			return nil, 0, err
		}
		defer ch.Close()
		if once[i], _, err = readBinary(ctx, ch); err != nil {
			return nil, 0, err
		}
	}
	for range rounds {
		shown.next(text.Same("pcscd + vpcd"))
		for i, m := range meters {
			if err := m.round(ctx, duration/rounds, once[i]); err != nil {
				return nil, 0, err
			}
		}
	}
	lines := []measure{meters[0].result(), meters[1].result()}
	return lines, lines[0].PerSecond / lines[1].PerSecond, nil
}
