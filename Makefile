# cpslab: make demo shows the main job, make test proves it.
#
#   demo   every preset in process: the matrix preset × verdict, demo/report.html
#   test   the whole suite, in process and through a real pcscd with vpcd readers
#   race   the race detector over harness and simulator
#   lint   vet on three systems and on 32 bits, builds without cgo, formatting, golangci-lint
#   bench  every benchmark, start and suite beside what else there is: keeps the figures in
#          testdata/bench and writes docs/benchmarks.md; options of the tool in BENCH
#   bench-compare BASE=commit
#          benchstat: the figures kept in that commit beside those of this tree
#   clients every client there is on every face, and the tables of docs/fidelity.md and
#          docs/mtls.md
#   pages  the HTML page of a run in headless Chromium: both languages, wide, narrow and on
#          paper; that of a reader's report, and docs/certify.png
#   console
#          the page of a station in headless Chromium: a card, a fault, the verdict, the log,
#          both languages, dark and light, 400 pixels; axe-core; docs/console.png
#   station
#          200 cards in, out and swapped over HTTP, each seen at once by the next program;
#          10,000 readings on eight readers while the service dies and comes back
#   farm   the hub of a farm killed 100 times near a delivery; 1,000 shards over 20 stations, of
#          which one is killed, one slow and one cut off, and the hub killed; the whole suite
#          over 20 stations beside a run at once
#   fuzz   each fuzz target for FUZZTIME (10s); fails below 1,000 executions of one;
#          options of the tool in FUZZ, for example FUZZ='-run FuzzTransmit'
#   mutate one condition of the rules changed at a time: which scenario notices;
#          options of the tool in MUTATE, for example MUTATE='-run CPS-VAL'
#   campaign
#          every fault at every exchange on every preset, then pairs and seeds until it is
#          told to stop (Ctrl-C): which goes by unnoticed; CAMPAIGN='-for 30s' and others
#   pictures
#          those of docs/tour.md: terminals drawn from what the program prints (docs/pictures),
#          photographs of the pages that it leaves, and those of pages and console
#   api    takes what the promised Go packages export now for what is promised
#          (docs/promise.md); the tests compare the two
#   field  messages, logs, an ATR and workstations of the field, and how they are answered
#          (STATIONS=folder for other workstations)
#   compare BASE=commit
#          every output of that commit's program beside that of this tree's
#   dist   packages, archives, checksums and components of this commit, in dist/
#   dist-check
#          what dist made: its checksums, lintian, .deb and .rpm in a new root (as root), and the
#          same files made again elsewhere from nothing
#   wine   the Windows program under Wine 10, in a Debian 13 of its own below .cache (root,
#          Debian; 200 MB the first time): what ran and passed, written into docs/windows.md;
#          options of the tool in WINE, for example WINE='-run doctor'
#   guest  a Linux guest in QEMU attaches the USB readers: libccid, OpenSC, pcsc_scan and
#          cpslab there, cards of the three faces; about 75 MB of Debian packages, kept in
#          .cache; the table of docs/usb.md
#   cover  coverage of the suite, coverage.html
#   deps   the real parts the tests drive (test calls it)

SHELL := /bin/sh
GO ?= go
FUZZTIME ?= 10s
GOLANGCI_VERSION := v2.15.0

# Parts that deps unpacked without root; empty on a machine that has them.
PARTS := $(CURDIR)/.cache/parts
LIBS := $(wildcard $(PARTS)/usr/lib/*-linux-gnu)
ifneq ($(LIBS),)
export CPSLAB_PARTS := $(PARTS)
export PKG_CONFIG_PATH := $(LIBS)/pkgconfig:$(PKG_CONFIG_PATH)
export PKG_CONFIG_SYSROOT_DIR := $(PARTS)
export LD_LIBRARY_PATH := $(LIBS):$(LD_LIBRARY_PATH)
export PATH := $(PARTS)/usr/bin:$(PARTS)/usr/sbin:$(PATH)
endif

# The PC/SC readers need libpcsclite: their tag is set where its headers are.
TAGS = $(shell pkg-config --exists libpcsclite 2>/dev/null && command -v $${CC:-gcc} >/dev/null 2>&1 && echo -tags pcsc,pkcs11)

# cpslab without the scenarios and their libraries: it starts sooner, and cpslab-suite,
# which has everything, takes its place for run.
comma := ,
NOSUITE = $(if $(TAGS),$(TAGS)$(comma)nosuite,-tags nosuite)

# Packages that "./..." leaves out, since they lie below a testdata.
HIDDEN = ./testdata/testneed ./testdata/testprogram

# What the program was built from, empty outside of a repository.
COMMIT = $(shell git rev-parse --verify -q HEAD 2>/dev/null)

.PHONY: all demo test race lint bench fuzz mutate campaign field compare cover clean clients station farm deps build

all: build

build:
	@echo "building bin/cpslab$(if $(TAGS), with PC/SC readers) (the first time takes a few minutes)"
	@$(GO) build $(TAGS) -trimpath -ldflags '-X main.commit=$(COMMIT)' -o bin/cpslab-suite ./cmd/cpslab
	@$(GO) build $(NOSUITE) -trimpath -ldflags '-X main.commit=$(COMMIT)' -o bin/cpslab ./cmd/cpslab

demo: build
	@bin/cpslab demo

deps:
	@.ci/deps

# deps may bring the headers that TAGS looks for, so the tests run in a make of
# their own.
test: deps
	@$(MAKE) --no-print-directory test-run

.PHONY: test-run
test-run: build
	@echo "layers: in process$(if $(TAGS),; real pcscd + vpcd readers (private stack),; real pcscd + vpcd NOT RUN: libpcsclite headers or gcc missing)"
	$(GO) test $(TAGS) -count=1 -timeout 25m ./... $(HIDDEN)

# The packages that could look at the machine, for .ci/misled; deps and build are done.
.PHONY: test-machine
test-machine:
	$(GO) test $(TAGS) -count=1 -timeout 25m . ./cmd/... ./harness/... ./scenarios ./scenarios/clients $(HIDDEN)

race: deps
	@$(MAKE) --no-print-directory race-run

.PHONY: race-run
race-run:
	$(GO) test $(TAGS) -race -count=1 -timeout 20m ./harness/... ./simulator/...

lint:
	CGO_ENABLED=0 $(GO) build ./...
	$(GO) vet $(TAGS) ./... $(HIDDEN)
	$(GO) vet $(NOSUITE) ./cmd/cpslab/...
	GOOS=windows $(GO) vet -tags nosuite ./cmd/cpslab/...
	GOOS=windows $(GO) vet ./...
	GOOS=darwin CGO_ENABLED=0 $(GO) vet ./...
	GOARCH=386 CGO_ENABLED=0 $(GO) build ./...
	GOARCH=386 CGO_ENABLED=0 $(GO) vet ./...
	@unformatted="$$(gofmt -l .)"; test -z "$$unformatted" || { echo "gofmt: $$unformatted" >&2; false; }
	$(GO) mod tidy -diff
	@test -x .cache/bin/golangci-lint-$(GOLANGCI_VERSION) || { echo "lint: building golangci-lint $(GOLANGCI_VERSION)"; \
		GOBIN=$(CURDIR)/.cache/bin $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION) && \
		mv .cache/bin/golangci-lint .cache/bin/golangci-lint-$(GOLANGCI_VERSION); }
	.cache/bin/golangci-lint-$(GOLANGCI_VERSION) run $(subst -tags,--build-tags,$(TAGS)) ./... $(HIDDEN)

bench: deps
	@$(MAKE) --no-print-directory bench-run

.PHONY: bench-run bench-compare
bench-run:
	@$(GO) run ./scenarios/benchmarks $(TAGS) $(BENCH)

# The figures that a commit keeps, and those of the tree.
BENCHSTAT := golang.org/x/perf/cmd/benchstat@v0.0.0-20260908200009-22c9c6c9d4da
bench-compare:
	@mkdir -p .cache/bench
	@git show $(BASE):testdata/bench/figures.txt >.cache/bench/base.txt
	$(GO) run $(BENCHSTAT) .cache/bench/base.txt testdata/bench/figures.txt

# Each benchmark once: it still runs, and what it checks holds.
.PHONY: bench-once
bench-once:
	$(GO) test $(TAGS) -run '^$$' -bench . -benchtime 1x -timeout 20m ./...

# The official module is driven where CPSLAB_CRYPTOLIB names it; a client that is
# missing keeps the rows of the day on which it was there.
# A browser on a screen, which no other target needs.
SCREEN = chromium xvfb openbox xdotool

clients:
	@.ci/deps $(SCREEN)
	$(GO) test $(TAGS) ./scenarios/clients -count=1 -fidelity ../../docs/fidelity.md -mtls ../../docs/mtls.md

.PHONY: pages
pages:
	@.ci/deps chromium
	$(GO) test $(TAGS) ./harness/evidence -count=1 -run TestPageInBrowser -browser
	$(GO) test $(TAGS) ./harness/evidence/dossier -count=1 -run TestPageInBrowser -screenshot ../../../docs/certify.png

# axe-core looks for what keeps people out of the console; it stays out of the repository.
AXE = 4.10.3
.PHONY: console
console:
	@.ci/deps chromium
	@command -v npm >/dev/null || .ci/deps npm
	@mkdir -p .cache/axe
	@test -f .cache/axe/$(AXE).js || { cd .cache/axe && npm pack --silent axe-core@$(AXE) && tar -xzf axe-core-$(AXE).tgz package/axe.min.js && mv package/axe.min.js $(AXE).js; }
	$(GO) test $(TAGS) ./harness/control -count=1 -v -run '^TestConsole' -picture ../../docs/console.png -axe ../../.cache/axe/$(AXE).js

MOVES ?= 200
READS ?= 10000
station: deps
	CPSLAB_TEST_MOVES=$(MOVES) $(GO) test $(TAGS) ./cmd/cpslab -count=1 -v -run '^TestStationMoves$$' -timeout 20m
	CPSLAB_TEST_READS=$(READS) $(GO) test $(TAGS) ./harness/station -count=1 -v -run '^TestCrashDuringReads$$' -timeout 40m

# The table of docs/farm.md is written by the tests that it tells of.
KILLS ?= 100
SHARDS ?= 1000
FARM = CPSLAB_TEST_FARM_PAGE=$(CURDIR)/docs/farm.md
farm:
	$(FARM) CPSLAB_TEST_FARM_KILLS=$(KILLS) CPSLAB_TEST_FARM_SHARDS=$(SHARDS) $(GO) test $(TAGS) ./harness/farm/jetstream -count=1 -v -run '^Test(AStationIsKilled|TheHubIsKilled|APartition|ManyStations)$$' -parallel 1 -timeout 60m
	$(FARM) CPSLAB_TEST_FARM_STATIONS=20 CPSLAB_TEST_FARM_SHARDS=60 CPSLAB_TEST_FARM_FILTER= $(GO) test $(TAGS) ./cmd/cpslab -count=1 -v -run '^TestFarmOfPrograms$$' -timeout 60m
	$(GO) test $(TAGS) ./harness/farm/jetstream -run '^$$' -bench .

fuzz:
	@$(GO) run ./scenarios/fuzz $(TAGS) -time $(FUZZTIME) $(FUZZ)

mutate:
	@$(GO) run ./scenarios/mutate $(MUTATE)

campaign:
	@$(GO) run ./scenarios/campaign $(CAMPAIGN)

field:
	@$(GO) run ./scenarios/field $(STATIONS)

.PHONY: wine
wine: deps
	@$(GO) run ./scenarios/wine -page docs/windows.md,docs/fr/windows.md $(WINE)

# The browser's pictures, and the terminals of docs/pictures.
.PHONY: pictures
pictures: deps pages console
	$(GO) test $(TAGS) ./cmd/cpslab -count=1 -run '^Test(Pictures|Photographs)$$' -pictures

.PHONY: api
api:
	$(GO) test . -count=1 -run '^TestTheGoAPIKeepsItsPromise$$' -api

# Debian only: qemu-system-x86, dpkg, apt-get; the libraries of this machine.
.PHONY: guest
guest: build
	@test "$$(uname -m)" = x86_64 || { echo "guest: not run: this machine is no x86-64" >&2; exit 4; }
	@command -v qemu-system-x86_64 >/dev/null || .ci/deps qemu-system-x86
	@mkdir -p .cache/guest
	@$(GO) build -tags pcsc -o .cache/guest/keypad ./scenarios/guest/keypad
	@$(GO) run ./scenarios/guest -write docs/usb.md

BASE ?= HEAD
compare:
	@$(GO) run ./scenarios/compare $(BASE)

# The compilers and checkers that only a release needs.
.PHONY: dist dist-check
dist:
	@.ci/deps gcc-aarch64-linux-gnu libc6-dev-arm64-cross
	$(GO) run ./scenarios/dist

dist-check:
	@.ci/deps gcc-aarch64-linux-gnu libc6-dev-arm64-cross lintian debootstrap
	$(GO) run ./scenarios/dist -check

cover: deps
	$(GO) test $(TAGS) -coverpkg=./... -coverprofile=cover.out ./...
	$(GO) tool cover -html=cover.out -o coverage.html
	$(GO) tool cover -func=cover.out | tail -1

clean:
	rm -rf bin demo cover.out coverage.html .cache
