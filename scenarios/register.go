package scenarios

import (
	"context"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// Register adds the specs to the Ginkgo suite of this process; RunSpecs runs
// them. It registers Ginkgo's Fail with Gomega. The error is a *UsageError:
// nothing was registered then.
func Register(o Options) error {
	return register(context.Background(), o, new(runState))
}

func register(ctx context.Context, o Options, run *runState) error {
	b, err := newBench(ctx, o)
	if err != nil {
		return err
	}
	b.run = run
	RegisterFailHandler(Fail)
	if b.desk != nil {
		b.deskSpecs()
		return nil
	}
	Describe("cards", func() {
		for _, s := range b.subjects {
			b.cardSpecs(s)
		}
	})
	Describe("access control", func() {
		for _, s := range b.accessSubjects() {
			b.accessSpecs(s)
		}
	})
	Describe("keys", func() {
		for _, s := range b.keySubjects() {
			b.keySpecs(s)
		}
	})
	Describe("two programs", func() {
		for _, s := range b.besideSubjects() {
			b.besideSpecs(s)
		}
	})
	Describe("reader", func() {
		for _, s := range b.besideSubjects() {
			b.readerSpecs(s)
		}
	})
	if !b.whole {
		return nil
	}
	Describe("rules", func() {
		faces := b.faces()
		for _, c := range ruleCases() {
			b.ruleSpec(c, faces)
		}
	})
	Describe("healthy cards", b.healthySpecs)
	Describe("unknown inputs", b.unknownSpecs)
	Describe("PIN counting", b.pinSpecs)
	Describe("bad input", b.badInputSpecs)
	Describe("lost cards", b.lossSpecs)
	return nil
}
